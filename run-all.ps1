# Installs what is missing, measures the suite quick on every backend and writes the report.
# Both sh and pwsh read this file: in sh the last line passes on the status of the line before it.
./bench all
exit $LASTEXITCODE
