package io.github.refundworker.ops;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import io.github.refundworker.chargelog.CommandHeaders;
import io.github.refundworker.chargelog.InputId;
import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.deadletter.DeadLetterHeaders;
import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.ops.process.Installation;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** A name that stands in two places can be changed in one of them. */
class NamesTest {
    private static final Path ROOT = Installation.here().root();

    /** A literal of the code, and the file that it stands in. */
    private record Literal(String text, String file) {}

    @Test
    void shouldWriteTheNameOfATopicGroupOrHeaderInOnePlace() throws Exception {
        Set<String> names = names();

        Map<String, Set<String>> places = literals()
                .filter(literal -> names.contains(literal.text()))
                .collect(groupingBy(Literal::text, TreeMap::new, mapping(Literal::file, toCollection(TreeSet::new))));

        assertThat(names).contains("refund-inputs", "refund-commands-", "refund-decide", "input-partition", "ce_id");
        assertThat(places.keySet())
                .containsAll(Set.of("refund-inputs", "refund-commands-", "input-partition", "ce_id"));
        assertThat(places).allSatisfy((name, files) -> assertThat(files).hasSize(1));
    }

    /** As the code that owns them tells them, so that a new name is held too. */
    private static Set<String> names() throws ReflectiveOperationException {
        Set<String> names = new TreeSet<>();
        AccountName account = new AccountName("x");
        for (Method method : TopicNames.class.getDeclaredMethods()) {
            if (method.getReturnType() == String.class && method.getParameterCount() == 0) {
                method.setAccessible(true);
                names.add((String) method.invoke(TopicNames.BARE));
            }
        }
        Stream.of(TopicNames.BARE.commands(account), TopicNames.BARE.executeGroup(account))
                .forEach(name -> names.add(name.substring(0, name.length() - 1)));
        for (Class<?> owner : Set.of(Topics.class, EventHeaders.class, DeadLetterHeaders.class, ReplayHeaders.class)) {
            for (Field constant : owner.getDeclaredFields()) {
                if (constant.getType() == String.class) {
                    constant.setAccessible(true);
                    names.add((String) constant.get(null));
                }
            }
        }
        RecordHeaders command = new RecordHeaders();
        CommandHeaders.write(command, 0, new RequestId("r"));
        InputId.write(command, new UUID(0, 0));
        command.forEach(header -> names.add(header.key()));
        // HTTP has these too, "request-id" is also a word of the dead letters' filters, and two are values.
        names.removeAll(Set.of(
                EventHeaders.CONTENT_TYPE,
                EventHeaders.CONTENT_TYPE_VALUE,
                EventHeaders.SPEC_VERSION_VALUE,
                "request-id",
                ""));
        return names;
    }

    private static Stream<Literal> literals() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Stream.Builder<Literal> literals = Stream.builder();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
            for (CompilationUnitTree unit : task.parse()) {
                String file = unit.getSourceFile().getName();
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitLiteral(LiteralTree literal, Void nothing) {
                        if (literal.getValue() instanceof String text) {
                            literals.add(new Literal(text, file));
                        }
                        return null;
                    }
                }.scan(unit, null);
            }
        }
        return literals.build();
    }

    private static Set<Path> sources() throws IOException {
        Set<Path> sources = new TreeSet<>();
        for (String module : Set.of("contracts", "worker", "ops")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
                files.filter(file -> file.toString().contains("/src/main/java/")
                                && file.toString().endsWith(".java"))
                        .forEach(sources::add);
            }
        }
        assertThat(sources).hasSizeGreaterThan(400);
        return sources;
    }
}
