package org.failback.lab.winrm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    /** No SOAP message of this protocol is nearly so deep. */
    private static final String DEEPEST = "64";

    private static final String ELEMENT_DEPTH = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";

    private final Document document;

    private Request(Document document) {
        this.document = document;
    }

    static Request parse(byte[] xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(ELEMENT_DEPTH, DEEPEST);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
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
        return duration("OperationTimeout").orElse(DEFAULT_TIMEOUT);
    }

    /** How long a new shell may go unused. */
    Optional<Duration> idleTimeOut() {
        return duration("IdleTimeOut").or(() -> duration("IdleTimeout"));
    }

    /** The last part of the signal's URI: {@code ctrl_c}, {@code ctrl_break} or {@code terminate}. */
    String signal() {
        String code = text("Code");
        return code.substring(code.lastIndexOf('/') + 1);
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

    private Optional<Duration> duration(String name) {
        try {
            return element(name)
                    .map(e -> Duration.parse(e.getTextContent().strip()))
                    .filter(duration -> !duration.isNegative());
        } catch (DateTimeParseException odd) {
            return Optional.empty();
        }
    }

    private String text(String name) {
        return element(name).map(e -> e.getTextContent().strip()).orElse("");
    }

    private Optional<Element> element(String name) {
        NodeList found = document.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? Optional.empty() : Optional.of((Element) found.item(0));
    }

    private List<String> elements(String name) {
        NodeList found = document.getElementsByTagNameNS("*", name);
        List<String> texts = new ArrayList<>();
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
