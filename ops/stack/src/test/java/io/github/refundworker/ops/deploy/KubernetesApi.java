package io.github.refundworker.ops.deploy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a document is of the form that its kind has: Kubernetes' own are read into its model, those of KEDA and
 * Strimzi compared with {@code crds.schema.yaml}. A field that does not exist is an error, as it is for {@code kubectl
 * apply --validate=strict}.
 */
final class KubernetesApi {
    private static final Map<String, Class<?>> OWN = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "v1 Service", Service.class,
            "apps/v1 StatefulSet", StatefulSet.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);

    private static final Map<String, String> OTHERS = Map.of(
            "keda.sh/v1alpha1 ScaledObject", "ScaledObject",
            "keda.sh/v1alpha1 TriggerAuthentication", "TriggerAuthentication",
            "kafka.strimzi.io/v1 KafkaTopic", "KafkaTopic",
            "kafka.strimzi.io/v1 KafkaUser", "KafkaUser");

    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new NothingBesides())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private KubernetesApi() {}

    /** The model keeps fields that it does not know in a map beside the others; here they are to be noticed. */
    private static final class NothingBesides extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
            return false;
        }
    }

    static List<String> problems(JsonNode document) {
        String kind = document.path("apiVersion").asString("") + " "
                + document.path("kind").asString("");
        Class<?> own = OWN.get(kind);
        if (own != null) {
            try {
                STRICT.treeToValue(document, own);
                return List.of();
            } catch (JacksonException e) {
                return List.of(Manifests.named(document) + " is not what Kubernetes takes: " + e.getMessage());
            }
        }
        String other = OTHERS.get(kind);
        if (other == null) {
            return List.of(Manifests.named(document) + " is of a kind that nobody checks: " + kind);
        }
        return schema(other).validate(document).stream()
                .map(error -> Manifests.named(document) + " is not what its operator takes: "
                        + error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private static Schema schema(String kind) {
        try (InputStream in = KubernetesApi.class.getResourceAsStream("/kubernetes/crds.schema.yaml")) {
            ObjectNode document = Manifests.MAPPER.valueToTree(new Yaml().load(in));
            document.put("$ref", "#/$defs/" + kind);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
