package io.github.refundworker.ops.console;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.html.policy.PreventInlineEventHandlers;
import gg.jte.resolve.DirectoryCodeResolver;
import io.github.refundworker.chargelog.LogProducer;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.client.RecordWriter;
import io.github.refundworker.ops.client.RequestSender;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may know whom in the console. */
class ArchitectureTest {

    private static final String OPS = "io.github.refundworker.ops.";
    private static final String ROOT = OPS + "console";
    private static final Pattern TESTS = Pattern.compile(".*(/test-classes/|/test/io/).*");
    private static final JavaClasses CONSOLE = new ClassFileImporter()
            .withImportOption(location -> !location.matches(TESTS))
            .importPackages(ROOT);

    /** The only way to a topic is the libraries that refundctl uses, and only from one package. */
    @Test
    void shouldWriteToTopicsOnlyWhereItActs() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Producer.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(RecordWriter.class, RequestSender.class, LogProducer.class)
                .check(CONSOLE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".act")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OPS + "review", OPS + "deadletter.replay")
                .check(CONSOLE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".act")
                .and()
                .doNotHaveSimpleName("Reported")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(AuditLog.class)
                .check(CONSOLE);
    }

    @Test
    void shouldKeepReadingAndActingApart() {
        uses("proposals", ROOT);
        uses("feed", ROOT, ROOT + ".proposals");
        uses("login", ROOT);
        uses("act", ROOT, ROOT + ".feed", ROOT + ".login", ROOT + ".proposals");
        uses("pages", ROOT, ROOT + ".feed", ROOT + ".login", ROOT + ".proposals", ROOT + ".act");
    }

    private static void uses(String name, String... others) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(others)
                        .or(resideInAnyPackage(ROOT + "." + name))
                        .or(resideOutsideOfPackage(ROOT + "..")))
                .check(CONSOLE);
    }

    /** The content security policy would keep them from running; here they do not even compile. */
    @Test
    void shouldHaveNoScriptInItsTemplates(@TempDir Path classes) {
        TemplateEngine templates =
                TemplateEngine.create(new DirectoryCodeResolver(Path.of("src/main/jte")), classes, ContentType.Html);
        templates.setHtmlPolicy(new PreventInlineEventHandlers());
        templates.generateAll();
    }
}
