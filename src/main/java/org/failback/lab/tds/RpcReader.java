package org.failback.lab.tds;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Reads an RPC message (MS-TDS 2.2.6.6), one call after the other. */
final class RpcReader {
    /** Procedures by number, from 1. */
    private static final List<String> BY_NUMBER = List.of(
            "sp_cursor",
            "sp_cursoropen",
            "sp_cursorprepare",
            "sp_cursorexecute",
            "sp_cursorprepexec",
            "sp_cursorunprepare",
            "sp_cursorfetch",
            "sp_cursoroption",
            "sp_cursorclose",
            "sp_executesql",
            "sp_prepare",
            "sp_execute",
            "sp_prepexec",
            "sp_prepexecrpc",
            "sp_unprepare");

    private static final int NUMBER_FOLLOWS = 0xFFFF;
    /** A parameter's name is shorter than this, so that these can stand between two calls. */
    private static final int FIRST_SEPARATOR = 0xFE;

    private static final int OUTPUT = 0x01;
    private static final int DEFAULT = 0x02;
    private static final int ENCRYPTED = 0x08;

    private final WireReader in;
    private final TypeReader types;

    RpcReader(byte[] message) throws ProtocolException {
        in = new WireReader(message);
        types = new TypeReader(in);
        Headers.skip(in);
    }

    boolean hasNext() {
        return in.remaining() > 0;
    }

    RpcCall next() throws ProtocolException, SqlError {
        String name = name();
        in.skip(2);
        List<Parameter> parameters = new ArrayList<>();
        while (in.remaining() > 0) {
            if (in.peek() >= FIRST_SEPARATOR) {
                in.skip(1);
                break;
            }
            parameters.add(parameter());
        }
        return new RpcCall(name, List.copyOf(parameters));
    }

    private String name() throws ProtocolException {
        int length = in.u16();
        if (length != NUMBER_FOLLOWS) {
            return in.utf16(length);
        }
        int number = in.u16();
        if (number < 1 || number > BY_NUMBER.size()) {
            throw new ProtocolException("No procedure has the number " + number);
        }
        return BY_NUMBER.get(number - 1);
    }

    private Parameter parameter() throws ProtocolException, SqlError {
        String name = in.utf16(in.u8());
        int status = in.u8();
        if ((status & DEFAULT) != 0) {
            throw NotModelled.here("parameters that are left to their default");
        }
        if ((status & ENCRYPTED) != 0) {
            throw NotModelled.here("Always Encrypted");
        }
        return types.parameter(name, (status & OUTPUT) != 0);
    }
}
