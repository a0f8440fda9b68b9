using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bench.Fleet;

/// <summary>Writes a <see cref="KubernetesJob"/> as YAML, <c>batch/v1</c>.</summary>
/// <remarks>Source: kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1. Needs Kubernetes 1.29, where failures are counted index by index by default.</remarks>
public static class KubernetesManifest
{
    private const string AppKey = "app.kubernetes.io/name", InstanceKey = "app.kubernetes.io/instance", App = "bench";

    // A JSON string is one of YAML; what only HTML minds stays as it is.
    private static readonly JsonSerializerOptions s_strings = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(KubernetesJob job)
    {
        StringBuilder yaml = new();
        yaml.Append($"""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {Text(job.Name)}
              labels:
                {AppKey}: {App}
                {InstanceKey}: {Text(job.Name)}
            spec:
              # One pod an index, all at once; a pod that failed stays as it is: its numbers would be those of another time, or of another node.
              completionMode: Indexed
              completions: {job.Nodes}
              parallelism: {job.Nodes}
              backoffLimitPerIndex: 0
              podReplacementPolicy: Failed
              template:
                metadata:
                  labels:
                    {AppKey}: {App}
                    {InstanceKey}: {Text(job.Name)}
                spec:
                  restartPolicy: Never
                  hostNetwork: false
                  automountServiceAccountToken: false
                  enableServiceLinks: false
                  affinity:

            """);
        if (job.On.Count > 0)
        {
            yaml.Append("""
                        nodeAffinity:
                          requiredDuringSchedulingIgnoredDuringExecution:
                            nodeSelectorTerms:
                              - matchExpressions:

                """);
            foreach (NodeCondition one in job.On)
                yaml.Append($"""
                                      - key: {Text(one.Key)}
                                        operator: {(one.Equal ? "In" : "NotIn")}
                                        values: [{Text(one.Value)}]

                    """);
        }
        yaml.Append($"""
                    # No two suites on a node at once, whichever Jobs they belong to.
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        - labelSelector:
                            matchLabels:
                              {AppKey}: {App}
                          topologyKey: kubernetes.io/hostname
                  containers:
                    - name: member
                      image: {Text(job.Image)}
                      args: [{string.Join(", ", job.Arguments.Select(Text))}]
                      env:
                        - name: {MemberSettings.FleetVariable}
                          value: {Text(job.Name)}
                        - name: {MemberSettings.NodeVariable}
                          valueFrom:
                            fieldRef:
                              fieldPath: spec.nodeName
                        - name: {MemberSettings.NodeNameVariable}
                          valueFrom:
                            fieldRef:
                              fieldPath: spec.nodeName

            """);
        if (job.VmType is string type)
            yaml.Append($"""
                            - name: {MemberSettings.VmTypeVariable}
                              value: {Text(type)}

                """);
        yaml.Append($"""
                      # Requests equal to limits: the quality of service is Guaranteed.
                      resources:
                        requests:
                          cpu: {Text(job.Cpus.ToString())}
                          memory: {Text(job.Memory)}
                        limits:
                          cpu: {Text(job.Cpus.ToString())}
                          memory: {Text(job.Memory)}

            """);
        return yaml.ToString();
    }

    private static string Text(string value) => JsonSerializer.Serialize(value, s_strings);
}
