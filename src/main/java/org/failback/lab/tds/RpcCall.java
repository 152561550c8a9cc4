package org.failback.lab.tds;

import java.util.List;

/** A procedure called by RPC, by its name or by the number it is known under. */
record RpcCall(String name, List<Parameter> parameters) {}
