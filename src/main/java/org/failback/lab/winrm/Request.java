package org.failback.lab.winrm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A SOAP request, read by local names: clients differ in which namespaces they put on attributes. */
final class Request {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    /** No client nests that deep, and reading a text recurses. */
    private static final String DEEPEST = "100";

    private final Document document;

    private Request(Document document) {
        this.document = document;
    }

    static Request parse(byte[] xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", DEEPEST);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return new Request(builder.parse(new ByteArrayInputStream(xml)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a SOAP message", e);
        }
    }

    boolean identify() {
        return element("Identify").isPresent();
    }

    String action() {
        return text("Action");
    }

    String messageId() {
        return text("MessageID");
    }

    String to() {
        return text("To");
    }

    String shellId() {
        return element("Selector").map(Node::getTextContent).map(String::strip).orElse("");
    }

    /** How long the client wants to wait at most. */
    Duration timeout() {
        try {
            return element("OperationTimeout")
                    .map(e -> Duration.parse(e.getTextContent().strip()))
                    .orElse(DEFAULT_TIMEOUT);
        } catch (DateTimeParseException odd) {
            return DEFAULT_TIMEOUT;
        }
    }

    String commandLine() {
        StringBuilder line = new StringBuilder(text("Command"));
        elements("Arguments").forEach(argument -> line.append(' ').append(argument));
        return line.toString();
    }

    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        NodeList all = document.getElementsByTagNameNS("*", "Variable");
        for (int i = 0; i < all.getLength(); i++) {
            variables.put(attribute((Element) all.item(i), "Name"), all.item(i).getTextContent());
        }
        return variables;
    }

    /** The command id, which Receive, Send and Signal each carry elsewhere. */
    String commandId() {
        for (String name : new String[] {"DesiredStream", "Signal", "Stream"}) {
            Optional<String> id =
                    element(name).map(e -> attribute(e, "CommandId")).filter(value -> !value.isEmpty());
            if (id.isPresent()) {
                return id.get();
            }
        }
        return "";
    }

    private String text(String name) {
        return element(name).map(e -> e.getTextContent().strip()).orElse("");
    }

    private Optional<Element> element(String name) {
        NodeList found = document.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? Optional.empty() : Optional.of((Element) found.item(0));
    }

    private java.util.List<String> elements(String name) {
        NodeList found = document.getElementsByTagNameNS("*", name);
        java.util.List<String> texts = new java.util.ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }

    private static String attribute(Element element, String name) {
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            if (attributes.item(i).getLocalName().equals(name)) {
                return attributes.item(i).getNodeValue();
            }
        }
        return "";
    }
}
