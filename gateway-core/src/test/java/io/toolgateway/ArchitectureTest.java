package io.toolgateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house: which package may know which. An arrow that is not here is a decision to be taken, not a line to be added. */
class ArchitectureTest {

    private static final String ROOT = "io.toolgateway";

    /**
     * Every package of core, from the ground up, with the packages it may use besides itself and the root exception; the empty
     * name is the root package with the gateway itself.
     */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("json", List.of()),
            Map.entry("caller", List.of("json")),
            Map.entry("time", List.of()),
            Map.entry("limit", List.of("caller", "time")),
            Map.entry("schema", List.of("json")),
            Map.entry("tool", List.of("schema", "caller", "json")),
            Map.entry("wire", List.of("tool", "json")),
            Map.entry("policy", List.of("tool", "caller", "json")),
            Map.entry("proposal", List.of("policy", "tool", "caller", "json")),
            Map.entry("outcome", List.of("proposal", "policy", "schema", "tool", "json")),
            Map.entry("audit", List.of("proposal", "policy", "tool", "caller", "json")),
            Map.entry("store", List.of("audit", "proposal", "policy", "tool", "caller", "json")),
            Map.entry("live", List.of("proposal", "policy", "caller")),
            Map.entry("stored", List.of("store", "audit", "proposal", "policy", "tool", "caller", "json")),
            Map.entry("approval", List.of("store", "audit", "proposal", "policy", "schema", "caller")),
            Map.entry(
                    "permission",
                    List.of(
                            "approval",
                            "stored",
                            "store",
                            "audit",
                            "proposal",
                            "policy",
                            "tool",
                            "caller",
                            "json",
                            "time")),
            Map.entry(
                    "review",
                    List.of(
                            "permission",
                            "approval",
                            "store",
                            "audit",
                            "proposal",
                            "policy",
                            "tool",
                            "schema",
                            "caller",
                            "json",
                            "time")),
            Map.entry("conversation", List.of("store", "outcome", "proposal", "tool", "caller", "json")),
            Map.entry("notification", List.of("store", "audit", "proposal", "policy", "caller", "json", "time")),
            Map.entry("execution", List.of("store", "audit", "proposal", "policy", "tool", "caller", "json", "time")),
            Map.entry(
                    "replay",
                    List.of(
                            "outcome",
                            "audit",
                            "proposal",
                            "store",
                            "policy",
                            "tool",
                            "schema",
                            "caller",
                            "json",
                            "time",
                            // It runs the real gateway, so that what it says of a call is what would happen.
                            "")),
            Map.entry(
                    "web",
                    List.of(
                            "permission",
                            "policy",
                            "approval",
                            "review",
                            "notification",
                            "audit",
                            "proposal",
                            "store",
                            "tool",
                            "schema",
                            "caller",
                            "json",
                            // A host mounts it and hands over its gateway.
                            "")));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT);

    @Test
    void packagesKnowOnlyWhatTheTableSays() {
        ARROWS.forEach((name, allowed) -> {
            String[] packages = Stream.concat(allowed.stream(), Stream.of(name))
                    .map(part -> part.isEmpty() ? ROOT : ROOT + "." + part + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(ROOT + "..")
                            .and(not(resideInAnyPackage(packages)))
                            .and(not(type(GatewayException.class))))
                    .allowEmptyShould(true)
                    .check(CORE);
        });
    }

    @Test
    void everyPackageStandsInTheTable() {
        TreeSet<String> found = new TreeSet<>();
        CORE.forEach(type -> found.add(type.getPackageName().substring(ROOT.length())));
        found.remove("");

        assertThat(found)
                .isSubsetOf(ARROWS.keySet().stream().map(name -> "." + name).toList());
    }

    @Test
    void theTableHasNoCycle() {
        ARROWS.forEach((name, allowed) -> allowed.stream()
                .filter(below -> !below.isEmpty())
                .forEach(below -> assertThat(ARROWS.get(below))
                        .as(below + " knows " + name)
                        .doesNotContain(name)));
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".replay.."))
                .check(CORE);
    }

    @Test
    void policyAndStateMachineKnowNoThreadsClocksOrInputOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".policy..", ROOT + ".proposal..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file..", "java.net..")
                                .or(type(Thread.class))
                                .or(type(java.time.Clock.class)))
                .check(CORE);
    }

    @Test
    void nothingSleepsOrReadsTheWallClock() {
        noClasses()
                .that(not(type(io.toolgateway.time.TimeSource.class)))
                .and()
                .doNotHaveFullyQualifiedName("io.toolgateway.time.TimeSource$1")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CORE);
    }

    @Test
    void noThirdPartyTypeStandsInAPublicSignature() {
        List<String> foreign = new ArrayList<>();
        for (JavaClass type : CORE) {
            if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
                continue;
            }
            for (JavaMethod method : type.getMethods()) {
                if (method.getModifiers().contains(JavaModifier.PUBLIC)) {
                    Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                            .map(JavaClass::getBaseComponentType)
                            .filter(used -> !used.isPrimitive())
                            .filter(used -> !used.getPackageName().startsWith("java."))
                            .filter(used -> !used.getPackageName().startsWith(ROOT))
                            .forEach(used -> foreign.add(method.getFullName() + " names " + used.getName()));
                }
            }
        }
        assertThat(foreign).isEmpty();
    }

    /** SPEC P1: what runs a handler that is on no record is the gateway's, and nobody who has a gateway gets at it. */
    @Test
    void nobodyButTheGatewayHasWhatStartsHandlers() {
        Set<String> starting =
                Set.of(ROOT + ".execution.Starter", ROOT + ".execution.ReadSeat", ROOT + ".execution.WriteSeat");
        List<String> ways = new ArrayList<>();
        for (JavaClass type : CORE) {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                boolean isPublic = type.getModifiers().contains(JavaModifier.PUBLIC)
                        && unit.getModifiers().contains(JavaModifier.PUBLIC);
                boolean isWay = unit.getReturnType().getAllInvolvedRawTypes().stream()
                        .anyMatch(given -> starting.contains(given.getName()));
                if (isPublic && isWay) {
                    ways.add(type.getSimpleName() + "." + unit.getName());
                }
            }
            assertThat(type.getName().startsWith(ROOT + ".execution.")
                            || type.getPackageName().equals(ROOT)
                            || type.getDirectDependenciesFromSelf().stream()
                                    .noneMatch(used -> starting.contains(
                                            used.getTargetClass().getName())))
                    .as(type.getName())
                    .isTrue();
        }

        assertThat(ways).containsExactlyInAnyOrder("Starter.of", "Starter.toRead", "Starter.toWrite");
        assertThat(CORE.get(io.toolgateway.execution.Executor.class).getConstructors())
                .noneMatch(made -> made.getModifiers().contains(JavaModifier.PUBLIC));
    }

    @Test
    void everyExceptionHasTheOneRoot() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(GatewayException.class)
                .check(CORE);
    }
}
