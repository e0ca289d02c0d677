package io.github.refundworker.settings;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Stream.concat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.github.refundworker.Approved;
import io.github.refundworker.provider.ProviderType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The page that explains every setting is made from the comments and defaults of {@link RefundsProperties}, of the settings
 * of each {@link ProviderType}, and of the settings that accounts of all types share.
 */
class ConfigurationReferenceTest {
    private static final Path SOURCES = Path.of("src/main/java/io/github/refundworker");

    private static final Pattern SETTINGS = Pattern.compile("(Properties|Account)\\.java$");

    private final List<String> rows = new ArrayList<>();
    private final Map<String, TreePath> records = new HashMap<>();
    private final Map<String, String> shared = new HashMap<>();
    private final DocTrees docs;

    ConfigurationReferenceTest() throws IOException {
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            Path[] properties = sources.filter(
                            source -> SETTINGS.matcher(source.toString()).find())
                    .toArray(Path[]::new);
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(properties));
            for (CompilationUnitTree unit : task.parse()) {
                addRecord(new TreePath(new TreePath(unit), unit.getTypeDecls().getFirst()));
            }
            docs = DocTrees.instance(task);
            explainShared(requireNonNull(records.get("ProviderAccount")));
            explainShared(requireNonNull(records.get("RemoteAccount")));
        }
    }

    private void addRecord(TreePath path) {
        ClassTree type = (ClassTree) path.getLeaf();
        records.put(type.getSimpleName().toString(), path);
        for (Tree member : type.getMembers()) {
            if (member.getKind() == Tree.Kind.RECORD) {
                addRecord(new TreePath(path, member));
            }
        }
    }

    /** The settings of all accounts are methods of an interface. */
    private void explainShared(TreePath path) {
        for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
            DocCommentTree comment = docs.getDocCommentTree(new TreePath(path, member));
            if (member instanceof MethodTree method && comment != null) {
                shared.put(method.getName().toString(), text(comment.getFullBody()));
            }
        }
    }

    @Test
    void shouldBeThePageThatOperatorsRead() {
        describe("refunds", requireNonNull(records.get("RefundsProperties")));

        assertThat(rows).hasSizeGreaterThan(20);
        String head = """
                # Configuration

                Set a value in one of these places:

                - in `application.yaml` beside the jar;
                - as an environment variable: `REFUNDS_TOPICS_PARTITIONS=16`;
                - as an option: `--refunds.topics.partitions=16`;
                - for secrets, in a file in `/run/secrets/refund-worker`, named as its key.

                The worker does not start with an unknown key or a value that is not allowed. The message names the key, the value and
                what is allowed. This page is generated from the code, and a test compares them. See the [glossary](glossary.md) for
                terms.

                | key | default | meaning |
                |---|---|---|
                """;
        Approved.verifyDocument("configuration.md", head + String.join("\n", rows) + "\n" + """

                Keys of Spring Boot that matter here:

                | key | default | meaning |
                |---|---|---|
                | `spring.kafka.bootstrap-servers` | `localhost:9092` | the brokers |
                | `spring.kafka.security.protocol`, `spring.kafka.ssl.bundle`, `spring.kafka.properties.*` | none | how to connect to them |
                | `server.port` | `8080` | `/livez`, `/readyz`, `/v1`, `/webhooks` |
                | `server.ssl.bundle`, `server.ssl.client-auth` | none | TLS, and whether callers need a certificate (`need`). The processes of the worker use the same bundle to call each other |
                | `spring.security.oauth2.resourceserver.jwt.issuer-uri`, `….jwk-set-uri`, `….audiences` | none | whose tokens give access to `/v1`. Without an issuer nobody has access |
                | `management.server.port` | `8081` | `/actuator/health`, `/actuator/prometheus`; for operators only |
                | `management.tracing.export.enabled`, `management.opentelemetry.tracing.export.otlp.endpoint` | `false`, none | whether every step of a refund becomes a span, and where to send the spans: [tracing](tracing.md) |
                | `logging.structured.format.console` | `logstash` | `logstash`, `ecs` or `gelf` |
                | `spring.profiles.active` | none | `local` for one process against a local broker: no replication, text logs, the provider type for drills allowed |
                """);
    }

    private void describe(String prefix, TreePath path) {
        Map<String, String> comments = comments(path);
        for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
            if (member instanceof VariableTree component
                    && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
                String name = component.getName().toString();
                String key = prefix + "." + kebab(name);
                String kind = component.getType().toString();
                TreePath nested = records.get(kind);
                if (kind.equals("Map<String, ProviderAccount>")) {
                    describeAccounts(key + ".NAME");
                } else if (nested != null) {
                    describe(key, nested);
                } else {
                    row(key, usual(component), requireNonNull(comments.get(name), () -> key + " is not explained"));
                }
            }
        }
    }

    private void row(String key, @Nullable String usual, String comment) {
        rows.add("| `%s` | %s | %s |"
                .formatted(
                        key,
                        usual == null || usual.isEmpty() ? "none" : "`" + usual + "`",
                        withoutDefault(comment, usual)));
    }

    /** One row for a key, with what is shared and then what each type says of it. */
    private void describeAccounts(String prefix) {
        Map<String, Map<String, VariableTree>> settings = new LinkedHashMap<>();
        Map<String, Map<String, String>> comments = new HashMap<>();
        for (ProviderType type : ProviderType.all()) {
            TreePath path = requireNonNull(records.get(type.settings().getSimpleName()));
            comments.put(type.name(), comments(path));
            for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
                if (member instanceof VariableTree component
                        && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
                    settings.computeIfAbsent(component.getName().toString(), name -> new LinkedHashMap<>())
                            .put(type.name(), component);
                }
            }
        }
        settings.forEach((name, byType) -> {
            String key = prefix + "." + kebab(name);
            List<String> usual = byType.values().stream()
                    .map(component -> requireNonNullElse(usual(component), ""))
                    .distinct()
                    .toList();
            assertThat(usual).as("one default of %s", key).hasSize(1);
            String only = byType.size() == 1 && !shared.containsKey(name) ? " only" : "";
            String comment = concat(
                            Stream.ofNullable(shared.get(name)),
                            byType.keySet().stream()
                                    .filter(type ->
                                            requireNonNull(comments.get(type)).containsKey(name))
                                    .map(type -> "`" + type + "`" + only + ": "
                                            + requireNonNull(comments.get(type)).get(name)))
                    .collect(joining(". "));
            assertThat(comment).as(key).isNotEmpty();
            row(key, usual.getFirst(), comment);
        });
    }

    private Map<String, String> comments(TreePath path) {
        Map<String, String> comments = new HashMap<>();
        var comment = docs.getDocCommentTree(path);
        if (comment != null) {
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree param) {
                    comments.put(param.getName().toString(), text(param.getDescription()));
                }
            }
        }
        return comments;
    }

    private static String text(List<? extends DocTree> description) {
        return description.stream()
                .map(part -> switch (part) {
                    case LiteralTree literal ->
                        "`" + literal.getBody().getBody().strip() + "`";
                    case TextTree plain -> plain.getBody();
                    default -> part.toString();
                })
                .collect(joining())
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** The comment may name the default; the table has it in a column of its own. */
    private static String withoutDefault(String comment, @Nullable String usual) {
        return comment.replaceAll(
                        "\\.? ?`?" + Pattern.quote(usual == null || usual.isEmpty() ? "None" : usual) + "`?$", "")
                .replaceAll("\\. (All of them|None)$", "");
    }

    /** A literal, or a constant of one of the records. */
    private String value(ExpressionTree expression) {
        if (expression instanceof com.sun.source.tree.LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        return records.values().stream()
                .flatMap(path -> ((ClassTree) path.getLeaf()).getMembers().stream())
                .filter(member -> member instanceof VariableTree constant
                        && constant.getName().contentEquals(expression.toString()))
                .map(member -> value(requireNonNull(((VariableTree) member).getInitializer())))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable String usual(VariableTree component) {
        for (AnnotationTree annotation : component.getModifiers().getAnnotations()) {
            if (annotation.getAnnotationType().toString().equals("DefaultValue")
                    && !annotation.getArguments().isEmpty()) {
                ExpressionTree argument = annotation.getArguments().getFirst();
                ExpressionTree value =
                        argument instanceof AssignmentTree assigned ? assigned.getExpression() : argument;
                return (value instanceof NewArrayTree array ? array.getInitializers().stream() : Stream.of(value))
                        .map(this::value)
                        .collect(joining(","));
            }
        }
        return null;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
