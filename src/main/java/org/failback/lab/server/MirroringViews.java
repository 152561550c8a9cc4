package org.failback.lab.server;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Views of database mirroring. Their columns are NULL not only for a database that is not mirrored but also for a login
 * that may not see them: those of a mirror are for sysadmin alone.
 */
final class MirroringViews {
    static final int ENDPOINT_ID = 65536;
    private static final List<String> WITNESS_STATES = List.of("UNKNOWN", "CONNECTED", "DISCONNECTED");

    private MirroringViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        views.put(
                "sys.database_mirroring",
                (session, database) -> mirroring(session).of(ServerViews.visible(session)));
        View<Endpoint> endpoints = mirroringEndpoints();
        views.put("sys.database_mirroring_endpoints", (session, database) -> endpoints.of(endpoints(session)));
        View<Endpoint> tcp = tcpEndpoints();
        views.put("sys.tcp_endpoints", (session, database) -> tcp.of(endpoints(session)));
        View<Endpoint> all = endpointColumns();
        views.put("sys.endpoints", (session, database) -> all.of(endpoints(session)));
        View<Mirroring> witnesses = new View<Mirroring>()
                .text("database_name", mirroring -> mirroring.principal().name())
                .text(
                        "principal_server_name",
                        mirroring ->
                                MirroringOperation.url(mirroring.principal().instance()))
                .text(
                        "mirror_server_name",
                        mirroring -> MirroringOperation.url(
                                mirroring.partnerOf(mirroring.principal()).instance()))
                .integer("safety_level", mirroring -> mirroring.isSafetyFull() ? 2 : 1)
                .text("safety_level_desc", mirroring -> mirroring.isSafetyFull() ? "FULL" : "OFF")
                .guid("mirroring_guid", Mirroring::guid);
        views.put(
                "sys.database_mirroring_witnesses", (session, database) -> witnesses.of(witnessed(session.instance())));
    }

    /** The sessions of others that have this instance for a witness. */
    private static List<Mirroring> witnessed(Instance instance) {
        String address = MirroringOperation.url(instance);
        return instance.estate().all().stream()
                .flatMap(one -> one.databases().stream())
                .filter(database ->
                        database.mirroring() != null && database.mirroring().isPrincipal(database))
                .map(Database::mirroring)
                .filter(mirroring -> mirroring.witness().equalsIgnoreCase(address))
                .toList();
    }

    private static List<Endpoint> endpoints(ServerSession session) {
        return ServerViews.seesDefinitions(session) ? List.of(session.instance().endpoint()) : List.of();
    }

    private static View<Database> mirroring(ServerSession session) {
        return new View<Database>()
                .integer("database_id", Database::id)
                .guid("mirroring_guid", seen(session, (database, mirroring) -> mirroring.guid()))
                .tiny("mirroring_state", seen(session, (database, mirroring) -> mirroring.state()))
                .text(
                        "mirroring_state_desc",
                        seen(session, (database, mirroring) -> Mirroring.stateName(mirroring.state())))
                .tiny("mirroring_role", seen(session, (database, mirroring) -> mirroring.isPrincipal(database) ? 1 : 2))
                .text(
                        "mirroring_role_desc",
                        seen(
                                session,
                                (database, mirroring) -> mirroring.isPrincipal(database) ? "PRINCIPAL" : "MIRROR"))
                .integer("mirroring_role_sequence", seen(session, (database, mirroring) ->
                        (int) mirroring.roleSequence()))
                .tiny(
                        "mirroring_safety_level",
                        seen(session, (database, mirroring) -> mirroring.isSafetyFull() ? 2 : 1))
                .text(
                        "mirroring_safety_level_desc",
                        seen(session, (database, mirroring) -> mirroring.isSafetyFull() ? "FULL" : "OFF"))
                .integer("mirroring_safety_sequence", seen(session, (database, mirroring) -> 1))
                .text(
                        "mirroring_partner_name",
                        seen(
                                session,
                                (database, mirroring) -> MirroringOperation.url(
                                        mirroring.partnerOf(database).instance())))
                .text(
                        "mirroring_partner_instance",
                        seen(
                                session,
                                (database, mirroring) ->
                                        mirroring.partnerOf(database).instance().name()))
                .text("mirroring_witness_name", seen(session, (database, mirroring) -> mirroring.witness()))
                .tiny("mirroring_witness_state", seen(session, (database, mirroring) -> witnessState(mirroring)))
                .text(
                        "mirroring_witness_state_desc",
                        seen(session, (database, mirroring) -> WITNESS_STATES.get(witnessState(mirroring))))
                .lsn(
                        "mirroring_failover_lsn",
                        seen(
                                session,
                                (database, mirroring) -> mirroring.principal().lsn()))
                .integer("mirroring_connection_timeout", seen(session, (database, mirroring) -> 10))
                .integer("mirroring_redo_queue", seen(session, (database, mirroring) -> null))
                .text("mirroring_redo_queue_type", seen(session, (database, mirroring) -> "UNLIMITED"));
    }

    private static int witnessState(Mirroring mirroring) {
        return mirroring.witness().isEmpty() ? 0 : mirroring.isWitnessConnected() ? 1 : 2;
    }

    private interface Fact {
        Object of(Database database, Mirroring mirroring);
    }

    private static Function<Database, Object> seen(ServerSession session, Fact fact) {
        return database -> {
            Mirroring mirroring = database.mirroring();
            boolean hidden = mirroring == null
                    || !(mirroring.isPrincipal(database) && database.isOnline())
                            && !session.login().isSysadmin();
            return hidden ? null : fact.of(database, mirroring);
        };
    }

    private static View<Endpoint> endpointColumns() {
        return new View<Endpoint>()
                .text("name", Endpoint::name)
                .integer("endpoint_id", endpoint -> ENDPOINT_ID)
                .integer("principal_id", endpoint -> 1)
                .tiny("protocol", endpoint -> 2)
                .text("protocol_desc", endpoint -> "TCP")
                .tiny("type", endpoint -> 4)
                .text("type_desc", endpoint -> "DATABASE_MIRRORING")
                .tiny("state", endpoint -> 0)
                .text("state_desc", endpoint -> "STARTED")
                .bit("is_admin_endpoint", endpoint -> false);
    }

    private static View<Endpoint> tcpEndpoints() {
        return endpointColumns()
                .integer("port", Endpoint::port)
                .bit("is_dynamic_port", endpoint -> false)
                .text("ip_address", endpoint -> null);
    }

    private static View<Endpoint> mirroringEndpoints() {
        return endpointColumns()
                .tiny("role", endpoint -> 3)
                .text("role_desc", endpoint -> "ALL")
                .bit("is_encryption_enabled", endpoint -> true)
                .tiny("connection_auth", endpoint -> 3)
                .text("connection_auth_desc", endpoint -> "NEGOTIATE")
                .integer("certificate_id", endpoint -> 0)
                .tiny("encryption_algorithm", endpoint -> 2)
                .text("encryption_algorithm_desc", endpoint -> "AES");
    }
}
