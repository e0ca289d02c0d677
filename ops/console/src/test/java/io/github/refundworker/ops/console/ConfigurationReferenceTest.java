package io.github.refundworker.ops.console;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The page that explains every setting is made from the comments and defaults of {@link ConsoleProperties}. */
class ConfigurationReferenceTest {

    private static final Path SOURCE =
            Path.of("src/main/java/io/github/refundworker/ops/console/ConsoleProperties.java");
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern DEFAULT = Pattern.compile("@DefaultValue\\((?:value = )?\"([^\"]*)\"\\)");

    private final List<String> rows = new ArrayList<>();

    @Test
    void shouldBeThePageThatOperatorsRead() throws IOException {
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(SOURCE));
            CompilationUnitTree unit = task.parse().iterator().next();
            describe(
                    "console",
                    new TreePath(new TreePath(unit), unit.getTypeDecls().getFirst()),
                    DocTrees.instance(task));
        }
        String page = """
                # Configuration of the console

                Set a value in one of these places:

                - in `console.yaml` beside the jar;
                - as an environment variable: `CONSOLE_KAFKA_BOOTSTRAP=broker:9092`;
                - as an option: `--console.kafka.bootstrap=broker:9092`;
                - for secrets, in a file in `/run/secrets/refund-console`, named as its key.

                The console does not start with an unknown key. This page is generated from the code, and a test compares them.

                | key | default | meaning |
                |---|---|---|
                """ + String.join("\n", rows) + "\n" + """

                Keys of Spring Boot that matter here:

                | key | default | meaning |
                |---|---|---|
                | `spring.datasource.url`, `….username`, `….password` | a file `refund-console` of H2 in the working directory | the database. For PostgreSQL: `jdbc:postgresql://HOST/DATABASE?reWriteBatchedInserts=true` |
                | `spring.security.oauth2.client.registration.NAME.client-id`, `….client-secret`, `….scope` | none | the console at your OpenID provider. Its redirect address is `https://CONSOLE/login/oauth2/code/NAME`; the scope needs `openid` |
                | `spring.security.oauth2.client.provider.NAME.issuer-uri` | none | the OpenID provider |
                | `spring.security.oauth2.client.provider.NAME.user-name-attribute` | `sub` | the claim that names a person on the pages and in the audit log, such as `preferred_username` |
                | `server.port` | `8082` | where the console listens |
                | `server.ssl.bundle` | none | TLS. Without it, a proxy has to end TLS: the session cookie is sent over TLS alone |
                | `server.servlet.session.timeout` | `15m` | how long a session lasts without a request |
                | `spring.profiles.active` | none | `local` for one machine: no OpenID provider, a key instead, loopback alone |
                """;
        if (Boolean.getBoolean("approve")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).as("run again with -Dapprove=true").isEqualTo(page);
    }

    private void describe(String prefix, TreePath path, DocTrees docs) {
        for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
            if (member instanceof VariableTree component
                    && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
                String key = prefix + "."
                        + component
                                .getName()
                                .toString()
                                .replaceAll("([A-Z])", "-$1")
                                .toLowerCase(Locale.ROOT);
                TreePath nested = nested(path, component.getType().toString());
                if (nested != null) {
                    describe(key, nested, docs);
                } else {
                    row(key, component, comment(docs, path, component.getName().toString()));
                }
            }
        }
    }

    private static @org.jspecify.annotations.Nullable TreePath nested(TreePath path, String name) {
        return ((ClassTree) path.getLeaf())
                .getMembers().stream()
                        .filter(member -> member instanceof ClassTree type
                                && type.getSimpleName().contentEquals(name))
                        .map(member -> new TreePath(path, member))
                        .findFirst()
                        .orElse(null);
    }

    private void row(String key, VariableTree component, String comment) {
        Matcher usual = DEFAULT.matcher(component.getModifiers().toString());
        String value = usual.find() && !usual.group(1).isEmpty() ? "`" + usual.group(1) + "`" : "none";
        rows.add("| `%s` | %s | %s |".formatted(key, value, comment.replaceAll("\\. None$", "")));
    }

    private static String comment(DocTrees docs, TreePath path, String name) {
        for (DocTree tag : requireNonNull(docs.getDocCommentTree(path)).getBlockTags()) {
            if (tag instanceof ParamTree param && param.getName().toString().equals(name)) {
                return param.getDescription().stream()
                        .map(part -> part instanceof LiteralTree literal
                                ? "`" + literal.getBody().getBody().strip() + "`"
                                : part.toString())
                        .collect(joining())
                        .replaceAll("\\s+", " ")
                        .strip();
            }
        }
        throw new IllegalStateException(name + " is not explained");
    }
}
