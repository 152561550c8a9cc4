package org.failback.lab.tsql;

import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** Reads a whole batch before any of it runs. */
final class BatchParser {
    /**
     * A batch that has been read.
     *
     * @param databases named in three-part names of tables and functions
     */
    record Batch(List<Statement.Step> steps, Set<String> databases) {}

    private BatchParser() {}

    /** @param parameters variables that exist before the batch begins, as those of sp_executesql */
    static Batch parse(String sql, boolean quotedIdentifiers, Iterable<String> parameters) throws SqlError {
        TokenStream in = new TokenStream(sql, quotedIdentifiers);
        Declarations declarations = new Declarations();
        for (String parameter : parameters) {
            declarations.scalar(parameter);
        }
        List<Statement.Step> steps = new StatementParser(in, declarations).batch();
        return new Batch(steps, declarations.databases());
    }

    /** Reads the declarations of sp_executesql: {@code @a int, @b nvarchar(128) OUTPUT}. */
    static List<DeclaredParameter> parameters(String text) throws SqlError {
        TokenStream in = new TokenStream(text, true);
        List<DeclaredParameter> parameters = new java.util.ArrayList<>();
        if (in.atEnd()) {
            return parameters;
        }
        do {
            if (in.peek().kind() != Token.Kind.VARIABLE) {
                throw in.unexpected();
            }
            String name = in.next().text();
            in.accept("AS");
            Type type = DataTypes.read(in, 1);
            boolean output = in.accept("OUTPUT") || in.accept("OUT");
            parameters.add(new DeclaredParameter(name, type, output));
        } while (in.acceptOperator(","));
        if (!in.atEnd()) {
            throw in.unexpected();
        }
        return parameters;
    }

    record DeclaredParameter(String name, Type type, boolean output) {}
}
