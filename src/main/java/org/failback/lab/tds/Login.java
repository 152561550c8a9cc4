package org.failback.lab.tds;

/**
 * What a LOGIN7 packet said.
 *
 * @param user login name; for an integrated login {@code DOMAIN\name}
 * @param password clear text as sent under TLS; null for an integrated login that NTLM has already proved
 * @param integrated true when NTLM proved the user
 * @param encrypted whether everything after the login travels under TLS too
 * @param application {@code program_name} of the session
 * @param host client host name
 * @param database initial database, or an empty string
 */
public record Login(
        String user,
        String password,
        boolean integrated,
        boolean encrypted,
        String application,
        String host,
        String database) {}
