package org.serverroster.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serverroster.json.Json;

/** A roster as a JSON object, of which {@code roster --json} is one too. Has no state. */
final class JsonFile {

    private static final String PEERS = "peers";

    private JsonFile() {}

    static String write(String service, List<RosterRecord> records) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("service", service);
        members.put(PEERS, records.stream().map(JsonFile::members).toList());
        return Json.of(members) + "\n";
    }

    private static Map<String, Object> members(RosterRecord record) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(RosterRecord.JID, record.peer().toString());
        members.put(RosterRecord.STATE, record.state().map(Object::toString));
        members.put(RosterRecord.NAME, record.name());
        members.put(RosterRecord.GROUPS, record.groups());
        members.put(RosterRecord.NOTE, record.note());
        members.put(RosterRecord.BLOCKED, record.blocked());
        members.put(RosterRecord.SINCE, record.since());
        return members;
    }

    static List<RosterRecord> read(String text) throws MalformedFileException {
        Object peers = parse(text).get(PEERS);
        if (!(peers instanceof List<?> list)) {
            throw new MalformedFileException(List.of("it has no list '" + PEERS + "'"));
        }
        RecordReader reader = new RecordReader();
        int number = 0;
        for (Object peer : list) {
            if (!reader.wantsMore()) {
                break;
            }
            String where = "peer " + ++number;
            if (peer instanceof Map<?, ?> members) {
                new Members(where, members, reader).read();
            } else {
                reader.fault(where, "is no object");
            }
        }
        return reader.records();
    }

    private static Map<String, Object> parse(String text) throws MalformedFileException {
        try {
            return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                    .root()
                    .unwrapped();
        } catch (ConfigException e) {
            int line = e.origin() == null ? 0 : e.origin().lineNumber();
            throw new MalformedFileException(List.of((line < 1 ? "" : "line " + line + ": ") + "it is no valid JSON"));
        } catch (StackOverflowError e) {
            throw new MalformedFileException(List.of("it nests objects or lists too deeply"));
        }
    }

    /** One object's members, each of the type that it should be. */
    private record Members(String where, Map<?, ?> members, RecordReader reader) {

        void read() {
            for (Object key : members.keySet()) {
                if (!RosterRecord.FIELDS.contains(key) && !RecordReader.IGNORED.contains(key)) {
                    reader.fault(
                            where,
                            "'" + key + "' is no member that is known; those are "
                                    + String.join(", ", RosterRecord.FIELDS));
                    return;
                }
            }
            reader.add(
                    where,
                    new RecordReader.Values(
                            text(RosterRecord.JID),
                            text(RosterRecord.STATE),
                            text(RosterRecord.NAME),
                            groups(),
                            text(RosterRecord.NOTE),
                            Optional.ofNullable(members.get(RosterRecord.BLOCKED))
                                    .map(Object::toString),
                            text(RosterRecord.SINCE)));
        }

        private Optional<String> text(String key) {
            Object value = members.get(key);
            if (value != null && !(value instanceof String)) {
                reader.fault(where, key + " is no text");
                return Optional.empty();
            }
            return Optional.ofNullable((String) value);
        }

        private Optional<List<String>> groups() {
            Object value = members.get(RosterRecord.GROUPS);
            if (value == null) {
                return Optional.empty();
            }
            if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                return Optional.of(list.stream().map(String.class::cast).toList());
            }
            reader.fault(where, "groups is no list of texts");
            return Optional.empty();
        }
    }
}
