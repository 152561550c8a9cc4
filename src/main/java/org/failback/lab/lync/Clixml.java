package org.failback.lab.lync;

/**
 * PowerShell's records as its standard error carries them: {@code #< CLIXML} and then objects as XML (MS-PSRP 2.2.5, with
 * the streams as values of the attribute S).
 */
final class Clixml {
    private static final String HEAD = "#< CLIXML\r\n";
    private static final String OPEN =
            "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">";

    private final StringBuilder objects = new StringBuilder();

    /** Importing a module shows progress, asked for or not. */
    Clixml progress(String activity) {
        objects.append(
                        "<Obj S=\"progress\" RefId=\"0\"><TN RefId=\"0\"><T>System.Management.Automation.PSCustomObject</T>"
                                + "<T>System.Object</T></TN><MS><I64 N=\"SourceId\">1</I64><PR N=\"Record\"><AV>")
                .append(escaped(activity))
                .append(
                        "</AV><AI>0</AI><Nil /><PI>-1</PI><PC>-1</PC><T>Completed</T><SR>-1</SR><SD> </SD></PR></MS></Obj>");
        return this;
    }

    /** An error record as the host formats it, line by line. */
    Clixml error(String cmdlet, CmdletError error) {
        line(cmdlet.split(" ")[0] + " : " + error.getMessage());
        line("    + CategoryInfo          : NotSpecified: (:) [" + cmdlet.split(" ")[0] + "], "
                + error.type().substring(error.type().lastIndexOf('.') + 1));
        line("    + FullyQualifiedErrorId : " + error.id());
        return line(" ");
    }

    private Clixml line(String text) {
        objects.append("<S S=\"Error\">").append(escaped(text + "\r\n")).append("</S>");
        return this;
    }

    String text() {
        return HEAD + OPEN + objects + "</Objs>";
    }

    /** Control characters go as {@code _x000D_}, and so does an underscore that would look like one of those. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '_' -> escaped.append(text.startsWith("x", i + 1) ? "_x005F_" : "_");
                default -> {
                    if (c < ' ') {
                        escaped.append(String.format("_x%04X_", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
