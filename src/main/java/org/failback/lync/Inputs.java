package org.failback.lync;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.failback.estate.Estate;
import org.failback.estate.Pool;

/** The data that every operation needs. */
final class Inputs {
    private final Estate estate;

    Inputs(Estate estate) {
        this.estate = estate;
    }

    Map<String, Object> ofPool() {
        Map<String, Object> input = new TreeMap<>();
        input.put("pool", estate.pool().fqdn());
        input.put("modules", modules());
        return input;
    }

    /** A chat server is told its name, so that a wrong address changes nothing on another one. */
    Map<String, Object> ofServer(String fqdn) {
        Map<String, Object> input = ofPool();
        input.put("server", fqdn);
        return input;
    }

    /** The module of the configured product first; administrators do keep the tools of the other one. */
    private List<String> modules() {
        return estate.pool().product() == Pool.Product.LYNC_2013
                ? List.of("Lync", "SkypeForBusiness")
                : List.of("SkypeForBusiness", "Lync");
    }
}
