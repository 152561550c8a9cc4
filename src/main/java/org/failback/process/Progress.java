package org.failback.process;

import java.util.Map;
import org.failback.step.Finding;

/** How far long work is; the newest looks of the watcher on this node. */
public interface Progress {
    /** Run and step, as {@code run/step}, to finding. */
    Map<String, Finding> seen();
}
