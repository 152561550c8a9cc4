package org.failback.chaos;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The classes of this build, for processes of their own, which work elsewhere. */
final class Classes {
    private Classes() {}

    /** Surefire hides the real path behind a manifest. */
    static String path() {
        String behindManifest = System.getProperty("surefire.test.class.path");
        String path = behindManifest == null ? System.getProperty("java.class.path") : behindManifest;
        return Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
