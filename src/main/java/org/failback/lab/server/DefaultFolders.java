package org.failback.lab.server;

/** Where an instance puts files when nobody names a folder. */
final class DefaultFolders {
    private DefaultFolders() {}

    private static String root(Instance instance) {
        return "D:\\CsData\\BackendStore\\" + instance.host().instance();
    }

    static String data(Instance instance) {
        return root(instance) + "\\DbPath";
    }

    static String log(Instance instance) {
        return root(instance) + "\\LogPath";
    }

    static String backup(Instance instance) {
        return "C:\\Program Files\\Microsoft SQL Server\\MSSQL10_50."
                + instance.host().instance() + "\\MSSQL\\Backup";
    }
}
