package org.failback.lab.tsql;

/**
 * A name of one to three parts; a part left out is an empty string, so {@code mgc..tblChat} has an empty schema.
 *
 * @param database the database, or an empty string for the current one
 * @param schema the schema, or an empty string for the default one
 * @param name the object
 */
public record ObjectName(String database, String schema, String name) {
    public static ObjectName of(String name) {
        return new ObjectName("", "", name);
    }

    /** Reads a name as it stands in a string, as {@code OBJECT_ID(N'mgc.dbo.[tblChat]')} has it. */
    public static ObjectName parse(String text) {
        return NameText.parse(text);
    }

    public boolean isTemporary() {
        return name.startsWith("#");
    }

    String qualifier() {
        return schema.isEmpty() ? name : database.isEmpty() ? schema : database + "." + schema;
    }

    /** As messages show it, without brackets. */
    @Override
    public String toString() {
        if (!database.isEmpty()) {
            return database + "." + schema + "." + name;
        }
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
