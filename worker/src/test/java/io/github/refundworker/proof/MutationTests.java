package io.github.refundworker.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What became of the mutants that PIT made of the rules.
 *
 * @param survivors those that no test of the rules finds
 */
record MutationTests(int mutants, List<String> survivors) {
    private static final Path PIT = Path.of("target/pit-reports/mutations.xml");
    private static final Path EXPLAINED = Path.of("docs/surviving-mutants.md");

    static MutationTests read() {
        try {
            NodeList all = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(PIT.toFile())
                    .getElementsByTagName("mutation");
            List<String> survivors = new ArrayList<>();
            for (int i = 0; i < all.getLength(); i++) {
                Element mutation = (Element) all.item(i);
                if (!Boolean.parseBoolean(mutation.getAttribute("detected"))) {
                    survivors.add(name(mutation));
                }
            }
            return new MutationTests(
                    all.getLength(), survivors.stream().sorted().toList());
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("there is no report of PIT", e);
        }
    }

    /** Without the line, which moves. */
    private static String name(Element mutation) {
        String type = text(mutation, "mutatedClass");
        return type.substring(type.lastIndexOf('.') + 1) + "." + text(mutation, "mutatedMethod") + ": "
                + text(mutation, "description").replaceAll("io/github/refundworker/domain/", "");
    }

    private static String text(Element mutation, String name) {
        return mutation.getElementsByTagName(name).item(0).getTextContent();
    }

    int score() {
        return mutants == 0 ? 0 : 100 * (mutants - survivors.size()) / mutants;
    }

    /** Whether the page of survivors says why it does no harm. */
    static boolean isExplained(String survivor) {
        try {
            return Files.exists(EXPLAINED) && Files.readString(EXPLAINED).contains("`" + survivor + "`");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
