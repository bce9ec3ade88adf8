package org.serverroster;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("How the house is built: CONTRIBUTING.md, 'Where things stand'")
class HouseRulesTest {

    /** Each package may use those before it, and none after it. */
    private static final List<String> PACKAGES = List.of(
            "log",
            "json",
            "xmpp",
            "subscription",
            "config",
            "roster",
            "stream",
            "router",
            "outbox",
            "presence",
            "evidence",
            "bridge",
            "trust",
            "rosterquery",
            "command",
            "admin",
            "disco",
            "http",
            "cli");

    private static JavaClasses program;

    @BeforeAll
    static void read() {
        program = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/org/serverroster/testbed/"))
                .withImportOption(location -> !location.contains("/org/serverroster/client/"))
                .importPackages("org.serverroster");
    }

    static Stream<String> packages() {
        return PACKAGES.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void a_package_uses_only_those_before_it(String name) {
        String[] after = PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size()).stream()
                .map(HouseRulesTest::in)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(resideInAnyPackage(after).or(resideInAPackage("org.serverroster")))
                .check(program);
    }

    @Test
    void every_package_has_its_place_in_the_order() {
        String[] all = PACKAGES.stream().map(HouseRulesTest::in).toArray(String[]::new);

        classes()
                .should()
                .resideInAnyPackage(Stream.concat(Stream.of("org.serverroster"), Stream.of(all))
                        .toArray(String[]::new))
                .check(program);
    }

    @Test
    void the_states_and_their_tables_use_nothing_but_java() {
        classes()
                .that()
                .resideInAPackage(in("subscription"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", in("subscription"))
                .check(program);
    }

    @Test
    void the_database_is_spoken_to_in_one_package() {
        noClasses()
                .that(not(resideInAPackage(in("roster"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.flywaydb.."))
                .orShould()
                .accessClassesThat()
                .resideInAnyPackage("io.zonky..", "org.postgresql..")
                .check(program);
    }

    @Test
    void tinders_addresses_are_prepared_in_one_class() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.serverroster.xmpp.Jid")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.xmpp.packet.JID")
                .check(program);
    }

    @Test
    void there_is_no_global_state() {
        fields().that().areStatic().should().beFinal().check(program);
    }

    @Test
    void nothing_is_printed_but_by_the_command_line() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(program);
    }

    private static String in(String name) {
        return "org.serverroster." + name;
    }
}
