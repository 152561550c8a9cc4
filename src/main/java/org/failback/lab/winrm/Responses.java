package org.failback.lab.winrm;

import java.util.Base64;
import java.util.UUID;

/** The XML that Windows answers with, in the form of exchanges recorded from Windows Server 2012. */
final class Responses {
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String SHELL_RESOURCE = SHELL + "/cmd";
    private static final String FAULT_ACTION = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";

    private final String computer;

    Responses(String computer) {
        this.computer = computer;
    }

    String created(Request request, String shellId) {
        return envelope(
                request,
                Action.CREATE.uri() + "Response",
                "<x:ResourceCreated><a:Address>" + escape(request.to())
                        + "</a:Address><a:ReferenceParameters><w:ResourceURI>" + SHELL_RESOURCE
                        + "</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">" + shellId
                        + "</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>"
                        + "<rsp:Shell><rsp:ShellId>" + shellId + "</rsp:ShellId><rsp:ResourceUri>" + SHELL_RESOURCE
                        + "</rsp:ResourceUri><rsp:InputStreams>stdin</rsp:InputStreams>"
                        + "<rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>");
    }

    String started(Request request, String commandId) {
        return envelope(
                request,
                Action.COMMAND.uri() + "Response",
                "<rsp:CommandResponse><rsp:CommandId>" + commandId + "</rsp:CommandId></rsp:CommandResponse>");
    }

    String received(Request request, String commandId, RunningCommand.Share share) {
        StringBuilder body = new StringBuilder("<rsp:ReceiveResponse>");
        stream(body, "stdout", commandId, share.out());
        stream(body, "stderr", commandId, share.err());
        if (share.exitCode().isPresent()) {
            body.append("<rsp:Stream Name=\"stdout\" CommandId=\"")
                    .append(commandId)
                    .append("\" End=\"true\"/>");
            body.append("<rsp:Stream Name=\"stderr\" CommandId=\"")
                    .append(commandId)
                    .append("\" End=\"true\"/>");
        }
        body.append("<rsp:CommandState CommandId=\"")
                .append(commandId)
                .append("\" State=\"")
                .append(SHELL)
                .append("/CommandState/");
        if (share.exitCode().isPresent()) {
            body.append("Done\"><rsp:ExitCode>")
                    .append(share.exitCode().getAsInt())
                    .append("</rsp:ExitCode></rsp:CommandState>");
        } else {
            body.append("Running\"/>");
        }
        return envelope(
                request,
                Action.RECEIVE.uri() + "Response",
                body.append("</rsp:ReceiveResponse>").toString());
    }

    /** The answer to Send, Signal and Delete, which say nothing. */
    String done(Request request, Action action) {
        String body =
                action == Action.DELETE ? "" : "<rsp:" + (action == Action.SEND ? "Send" : "Signal") + "Response/>";
        return envelope(request, action.uri() + "Response", body);
    }

    String identity() {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Body>"
                + "<wsmid:IdentifyResponse xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"
                + "<wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"
                + "<wsmid:ProductVendor>Persistent Chat Failback lab</wsmid:ProductVendor>"
                + "<wsmid:ProductVersion>OS: 6.1.7601 SP: 1.0 Stack: 3.0</wsmid:ProductVersion>"
                + "</wsmid:IdentifyResponse></s:Body></s:Envelope>";
    }

    String fault(Request request, WsManFault fault) {
        return envelope(
                request,
                FAULT_ACTION,
                "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>" + fault.subcode()
                        + "</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en-US\">"
                        + escape(fault.getMessage())
                        + "</s:Text></s:Reason><s:Detail><f:WSManFault"
                        + " xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\""
                        + fault.code() + "\" Machine=\"" + escape(computer) + "\"><f:Message>"
                        + escape(fault.getMessage()) + "</f:Message></f:WSManFault></s:Detail></s:Fault>");
    }

    private static void stream(StringBuilder body, String name, String commandId, byte[] bytes) {
        if (bytes.length > 0) {
            body.append("<rsp:Stream Name=\"")
                    .append(name)
                    .append("\" CommandId=\"")
                    .append(commandId)
                    .append("\">")
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append("</rsp:Stream>");
        }
    }

    private static String envelope(Request request, String action, String body) {
        return "<s:Envelope xml:lang=\"en-US\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " xmlns:x=\"http://schemas.xmlsoap.org/ws/2004/09/transfer\""
                + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
                + " xmlns:rsp=\"" + SHELL + "\""
                + " xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\"><s:Header><a:Action>" + action
                + "</a:Action><a:MessageID>uuid:"
                + UUID.randomUUID()
                + "</a:MessageID><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>"
                + "<a:RelatesTo>" + escape(request.messageId()) + "</a:RelatesTo></s:Header><s:Body>" + body
                + "</s:Body></s:Envelope>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
