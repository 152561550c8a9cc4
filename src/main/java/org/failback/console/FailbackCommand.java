package org.failback.console;

import picocli.CommandLine.Command;

/** The top command; it only names the others. */
@Command(
        name = "persistent-chat-failback",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Brings Lync 2013 / Skype for Business 2015 Persistent Chat back to its primary data center.",
        synopsisSubcommandLabel = "(serve | drill | lab | plan)")
final class FailbackCommand {}
