package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.SqlError;

/** Reads CREATE TABLE, DROP TABLE and the shape of table variables. */
final class TableParser {
    private final TokenStream in;
    private final QueryParser queries;

    TableParser(TokenStream in, QueryParser queries) {
        this.in = in;
        this.queries = queries;
    }

    Statement create() throws SqlError {
        in.next();
        in.next();
        ObjectName name = queries.tableName();
        Statement.TableShape shape = shape();
        if (in.accept("ON")) {
            in.next();
        }
        return new Statement.CreateTable(name, shape);
    }

    Statement drop() throws SqlError {
        in.next();
        in.next();
        List<ObjectName> names = new ArrayList<>();
        do {
            names.add(queries.tableName());
        } while (in.acceptOperator(","));
        return new Statement.DropTable(names);
    }

    Statement.TableShape shape() throws SqlError {
        List<Statement.ColumnShape> columns = new ArrayList<>();
        List<List<String>> keys = new ArrayList<>();
        in.expectOperator("(");
        do {
            if (in.accept("CONSTRAINT")) {
                in.name();
            }
            if (in.isWord("PRIMARY") || in.isWord("UNIQUE")) {
                keys.add(tableKey());
            } else if (in.isWord("CHECK") || in.isWord("FOREIGN")) {
                throw Refusal.of(in.peek().upper() + " constraints");
            } else {
                columns.add(column(keys));
            }
        } while (in.acceptOperator(","));
        in.expectOperator(")");
        return new Statement.TableShape(columns, keys);
    }

    private List<String> tableKey() throws SqlError {
        keyWords();
        in.expectOperator("(");
        List<String> columns = new ArrayList<>();
        do {
            columns.add(in.name());
            if (!in.accept("DESC")) {
                in.accept("ASC");
            }
        } while (in.acceptOperator(","));
        in.expectOperator(")");
        return columns;
    }

    private void keyWords() throws SqlError {
        if (in.accept("PRIMARY")) {
            in.expect("KEY");
        } else {
            in.expect("UNIQUE");
        }
        if (!in.accept("CLUSTERED")) {
            in.accept("NONCLUSTERED");
        }
    }

    private Statement.ColumnShape column(List<List<String>> keys) throws SqlError {
        String name = in.name();
        if (in.isWord("AS")) {
            throw Refusal.of("computed columns");
        }
        Type type = DataTypes.read(in, 1);
        boolean nullable = true;
        boolean identity = false;
        Expression defaultValue = null;
        while (!in.isOperator(",") && !in.isOperator(")")) {
            if (in.accept("NULL")) {
                nullable = true;
            } else if (in.accept("NOT", "NULL")) {
                nullable = false;
            } else if (in.accept("IDENTITY")) {
                seed();
                identity = true;
                nullable = false;
            } else if (in.accept("DEFAULT")) {
                defaultValue = queries.expressions().expression();
            } else if (in.accept("COLLATE")) {
                in.next();
            } else if (in.accept("CONSTRAINT")) {
                in.name();
            } else if (in.isWord("PRIMARY") || in.isWord("UNIQUE")) {
                nullable &= !in.isWord("PRIMARY");
                keyWords();
                keys.add(List.of(name));
            } else if (in.isWord("CHECK") || in.isWord("REFERENCES") || in.isWord("ROWGUIDCOL")) {
                throw Refusal.of(in.peek().upper() + " in a column");
            } else {
                throw in.unexpected();
            }
        }
        return new Statement.ColumnShape(name, type, nullable, identity, defaultValue);
    }

    private void seed() throws SqlError {
        if (in.acceptOperator("(")) {
            int start = in.integer();
            in.expectOperator(",");
            int step = in.integer();
            in.expectOperator(")");
            if (start != 1 || step != 1) {
                throw Refusal.of("IDENTITY other than (1,1)");
            }
        }
    }
}
