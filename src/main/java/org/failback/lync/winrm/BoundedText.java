package org.failback.lync.winrm;

import java.io.IOException;
import java.io.Writer;

/** Text that a server sends, up to a length; one that never ends must not fill the memory here. */
final class BoundedText extends Writer {
    private final StringBuffer text = new StringBuffer();
    private final int most;

    /** @param most characters */
    BoundedText(int most) {
        this.most = most;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        if (text.length() + length > most) {
            throw new IOException("its output is longer than " + most + " characters");
        }
        text.append(buffer, offset, length);
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing to let go.
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
