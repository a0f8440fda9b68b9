# Installs what is missing and runs every test; the last line counts them.
# Both sh and pwsh read this file: in sh the last line passes on the status of the line before it.
./bench setup --yes
./bench setup --yes --tool chromium --tool pdflatex --tool qemu --tool vm-kernel --tool iproute2 --tool kubernetes-models
dotnet run --project tests/Bench.TestRun --configuration Release --disable-build-servers
exit $LASTEXITCODE
