package org.failback.estate;

import java.util.regex.Pattern;

/**
 * The forms that names and paths may have. Nothing else ever reaches T-SQL, PowerShell or a URL, whatever quoting does
 * there.
 */
enum Form {
    FQDN(
            "a fully qualified domain name such as sql1.dc1.example.com",
            "(?=.{4,255}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}"),
    ADDRESS(
            "a fully qualified domain name, localhost or an IPv4 address",
            "localhost|((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)|" + FQDN.pattern),
    HOST("a fully qualified domain name, or localhost", "localhost|" + FQDN.pattern),
    INSTANCE(
            "the name of a named instance, at most 16 characters, such as RTC; leave it out for the default instance",
            "(?i)(?!(MSSQLSERVER|DEFAULT)$)[A-Z_][A-Z0-9_$#]{0,15}"),
    /** Short enough that a file name of ours still fits into the 259 characters of a backup device. */
    SHARE(
            "a UNC folder of at most 160 characters such as \\\\files.example.com\\failback, of letters, digits, blanks and . _ - ( ), without a backslash at its end",
            "(?=.{1,160}$)\\\\\\\\[A-Za-z0-9][A-Za-z0-9.-]*(\\\\" + Form.FOLDER_NAME + ")+"),
    LOCAL_FOLDER(
            "a local folder of at most 160 characters such as D:\\Failback, of letters, digits, blanks and . _ - ( ), without a backslash at its end",
            "(?=.{1,160}$)[A-Za-z]:(\\\\" + Form.FOLDER_NAME + ")+"),
    LOGIN(
            "a login such as failback_look, DOMAIN\\name or name@domain, at most 128 characters",
            "(?=.{1,128}$)([\\p{L}\\p{N}._-]+\\\\)?[\\p{L}\\p{N}_][\\p{L}\\p{N}._@$#-]*"),
    NAME(
            "a name of at most 40 letters, digits, blanks and . _ -",
            "(?=.{1,40}$)[\\p{L}\\p{N}]([\\p{L}\\p{N} ._-]*[\\p{L}\\p{N}])?");

    private static final String FOLDER_NAME = "[\\p{L}\\p{N}_(-]([\\p{L}\\p{N} ._()-]*[\\p{L}\\p{N}_)-])?";

    private final String allowed;
    private final Pattern pattern;

    Form(String allowed, String pattern) {
        this.allowed = allowed;
        this.pattern = Pattern.compile(pattern);
    }

    /** What is allowed, as the end of a sentence that begins with "must be". */
    String allowed() {
        return allowed;
    }

    boolean fits(String text) {
        return pattern.matcher(text).matches();
    }
}
