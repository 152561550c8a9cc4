package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little of cmd.exe that the lab runs in CmdExec steps: {@code cmd.exe /d /c} and copy, del and dir, joined by
 * {@code &&}. Paths are opened with the rights of the Agent's account.
 */
final class CmdExec {
    private static final Pattern SHELL =
            Pattern.compile("\\s*cmd(?:\\.exe)?\\s+(?:/d\\s+)?/c\\s+(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern QUIET = Pattern.compile("\\s*>\\s*nul\\s*$", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXIT =
            Pattern.compile("if\\s+exist\\s+\"([^\"]+)\"\\s+exit\\s+(\\d+)", Pattern.CASE_INSENSITIVE);
    private final Instance instance;
    private final StringBuilder output = new StringBuilder();

    CmdExec(Instance instance) {
        this.instance = instance;
    }

    StepResult run(String command) {
        Matcher shell = SHELL.matcher(command);
        if (!shell.matches()) {
            return failed("The lab does not model the program in: " + command);
        }
        String line = shell.group(1).strip();
        if (line.startsWith("\"") && line.endsWith("\"") && line.indexOf("&&") > 0 && line.startsWith("\"copy")) {
            line = line.substring(1, line.length() - 1);
        }
        for (String part : line.split("&&")) {
            int code = runOne(QUIET.matcher(part.strip()).replaceAll(""));
            if (code != 0) {
                return failed("Process Exit Code " + code + ".");
            }
        }
        return StepResult.of(true, output + "Process Exit Code 0.");
    }

    private StepResult failed(String text) {
        return StepResult.of(false, output + text);
    }

    private int runOne(String part) {
        String verb = part.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        if (verb.equals("if")) {
            return exitWhereThere(part);
        }
        try {
            switch (verb) {
                case "copy" -> copy(paths(part));
                case "del" -> delete(paths(part));
                case "dir" -> list(paths(part));
                default -> {
                    output.append("The lab does not model the command: ")
                            .append(part)
                            .append("  ");
                    return 1;
                }
            }
            return 0;
        } catch (OsError error) {
            output.append(error.words()).append("  ");
            return 1;
        }
    }

    /** {@code if exist "path" exit code}, and no other if. */
    private int exitWhereThere(String part) {
        Matcher condition = EXIT.matcher(part);
        if (!condition.matches()) {
            output.append("The lab does not model the command: ").append(part).append("  ");
            return 1;
        }
        try {
            boolean there = instance.storage()
                            .find(
                                    instance.accounts().agent(),
                                    instance.host().name(),
                                    new WindowsPath(condition.group(1)))
                    != null;
            return there ? Integer.parseInt(condition.group(2)) : 0;
        } catch (OsError unseen) {
            return 0;
        }
    }

    private static List<WindowsPath> paths(String part) {
        List<WindowsPath> found = new ArrayList<>();
        Matcher words = WORD.matcher(part);
        words.find();
        while (words.find()) {
            String word = words.group(1) != null ? words.group(1) : words.group(2);
            if (!word.startsWith("/")) {
                found.add(new WindowsPath(word));
            }
        }
        return found;
    }

    private void copy(List<WindowsPath> paths) throws OsError {
        WindowsPath source = argument(paths, 0);
        WindowsPath target = argument(paths, 1);
        Storage storage = instance.storage();
        String host = instance.host().name();
        String agent = instance.accounts().agent();
        StoredFile file = storage.read(agent, host, source);
        WindowsPath place =
                storage.folderExists(host, target) ? new WindowsPath(target.text() + "\\" + source.name()) : target;
        BackupMedia media = file.media() == null ? null : file.media().copy();
        storage.write(agent, host, place, media, file.bytes());
        output.append("        1 file(s) copied.  ");
    }

    /** Neither a file that is not there nor one that it may not delete is an error for del; it only says so. */
    private void delete(List<WindowsPath> paths) throws OsError {
        String host = instance.host().name();
        WindowsPath path = argument(paths, 0);
        try {
            if (instance.storage().find(instance.accounts().agent(), host, path) == null) {
                output.append("Could Not Find ").append(path.text()).append("  ");
                return;
            }
            instance.storage().delete(instance.accounts().agent(), host, path);
        } catch (OsError refused) {
            output.append(refused.getMessage()).append("  ");
        }
    }

    private void list(List<WindowsPath> paths) throws OsError {
        WindowsPath path = argument(paths, 0);
        Storage storage = instance.storage();
        String host = instance.host().name();
        Volume volume = storage.volume(host, path);
        boolean folder = volume.hasFolder(path);
        StoredFile file = storage.find(instance.accounts().agent(), host, folder ? child(path) : path);
        if (!folder && file == null) {
            throw new OsError(2);
        }
        List<StoredFile> files = folder ? volume.filesIn(path) : List.of(file);
        files.forEach(one ->
                output.append(one.bytes()).append(' ').append(one.path().name()).append("  "));
        output.append(files.size()).append(" File(s) ").append(volume.free()).append(" bytes free  ");
    }

    private static WindowsPath child(WindowsPath folder) {
        return new WindowsPath(folder.text() + "\\.");
    }

    private static WindowsPath argument(List<WindowsPath> paths, int index) throws OsError {
        if (index >= paths.size()) {
            throw new OsError(3);
        }
        return paths.get(index);
    }
}
