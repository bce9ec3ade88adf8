package org.serverroster.testbed.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.serverroster.testbed.ServerKind;

/** Reads the options of {@code component/bin/faults}. Stateless. */
final class Options {

    private static final Duration DEFAULT = Duration.ofMinutes(5);

    /** Short enough to be typed. */
    private static final int SEEDS = 1_000_000;

    private Options() {}

    /** @throws IllegalArgumentException in words, when one is wrong */
    static Settings read(List<String> options) {
        Settings settings = Settings.of(DEFAULT, new Random().nextInt(SEEDS));
        Duration duration = settings.duration();
        long seed = settings.seed();
        double changes = settings.changesASecond();
        double faultsAMinute = settings.faultsAMinute();
        List<ServerKind> servers = settings.servers();
        int components = settings.components();
        Set<FaultKind> faults = settings.faults();
        for (Iterator<String> each = options.iterator(); each.hasNext(); ) {
            String option = each.next();
            if (!each.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            String value = each.next();
            switch (option) {
                case "--minutes" -> duration = Duration.ofMillis(Math.round(number(option, value) * 60_000));
                case "--seconds" -> duration = Duration.ofMillis(Math.round(number(option, value) * 1_000));
                case "--seed" -> seed = (long) number(option, value);
                case "--changes-a-second" -> changes = number(option, value);
                case "--faults-a-minute" -> faultsAMinute = number(option, value);
                case "--servers" -> servers = servers(value);
                case "--components" -> components = (int) number(option, value);
                case "--only" -> faults = kinds(value);
                case "--without" -> {
                    faults = EnumSet.allOf(FaultKind.class);
                    faults.removeAll(kinds(value));
                }
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new Settings(duration, seed, changes, faultsAMinute, servers, components, faults);
    }

    private static double number(String option, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException no) {
            throw new IllegalArgumentException(option + " needs a number, not '" + value + "'", no);
        }
    }

    private static List<ServerKind> servers(String value) {
        return switch (value) {
            case "prosody" -> List.of(ServerKind.PROSODY, ServerKind.PROSODY);
            case "ejabberd" -> List.of(ServerKind.EJABBERD, ServerKind.EJABBERD);
            case "both" -> List.of(ServerKind.PROSODY, ServerKind.EJABBERD);
            default -> throw new IllegalArgumentException("--servers is prosody, ejabberd or both");
        };
    }

    private static Set<FaultKind> kinds(String value) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String name : value.split(",")) {
            kinds.add(Arrays.stream(FaultKind.values())
                    .filter(kind -> kind.option().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no fault '" + name + "'; there are "
                            + Arrays.stream(FaultKind.values())
                                    .map(FaultKind::option)
                                    .collect(Collectors.joining(", ")))));
        }
        return kinds;
    }
}
