package org.failback.estate;

/**
 * The Persistent Chat pool.
 *
 * @param fqdn pool FQDN
 * @param product decides which PowerShell module is loaded
 */
public record Pool(String fqdn, Product product) {
    /** The products that know this procedure. */
    public enum Product {
        LYNC_2013,
        SKYPE_FOR_BUSINESS_2015
    }
}
