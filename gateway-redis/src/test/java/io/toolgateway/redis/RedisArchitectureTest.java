package io.toolgateway.redis;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.toolgateway.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** The house of this module: what hosts see of it, and what it may use. */
class RedisArchitectureTest {

    private static final String HERE = "io.toolgateway.redis";

    /** What a host can name. Another one is a decision to be taken, not a name to be added. */
    private static final Set<String> PUBLIC = Set.of(
            "LogBatch",
            "LogEntry",
            "ProposalLog",
            "ProposalLogBuilder",
            "RedisLiveView",
            "RedisLiveViewBuilder",
            "RedisProposalStore",
            "RedisRateLimiter",
            "RedisRateLimiterBuilder",
            "RedisStoreBuilder",
            "ViewRepairs");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(HERE);

    @Test
    void hostsSeeWhatIsMeantForThemAndNoMore() {
        Set<String> seen = ALL.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(seen).isEqualTo(PUBLIC);
    }

    @Test
    void noThirdPartyTypeStandsInAPublicSignature() {
        List<String> foreign = new ArrayList<>();
        for (JavaClass type : ALL) {
            if (type.getModifiers().contains(JavaModifier.PUBLIC)) {
                type.getCodeUnits().stream()
                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC)
                                || unit.getModifiers().contains(JavaModifier.PROTECTED))
                        .forEach(unit -> foreignTypes(unit)
                                .forEach(used -> foreign.add(unit.getFullName() + " names " + used.getName())));
            }
        }

        assertThat(foreign).isEmpty();
    }

    /** The client is what a host hands over. */
    private static Stream<JavaClass> foreignTypes(JavaCodeUnit unit) {
        return Stream.of(
                        Stream.of(unit.getRawReturnType()),
                        unit.getRawParameterTypes().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(types -> types)
                .map(JavaClass::getBaseComponentType)
                .filter(used -> !used.isPrimitive())
                .filter(used -> !used.getPackageName().startsWith("java."))
                .filter(used -> !used.isEquivalentTo(UnifiedJedis.class))
                .filter(used -> !used.getPackageName().startsWith("io.toolgateway"));
    }

    /** With a second package comes the question which of them may know the other. */
    @Test
    void thereIsOnePackageAndSoNoCircle() {
        assertThat(ALL.stream().map(JavaClass::getPackageName)).containsOnly(HERE);
    }

    @Test
    void itStandsOnCoreAndTheClientAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAPackage("java..")
                        .or(resideInAPackage("io.toolgateway.."))
                        .or(resideInAPackage("redis.clients.jedis.."))
                        .or(resideInAPackage("org.slf4j"))
                        .or(resideInAPackage("org.jspecify.annotations")))
                .check(ALL);
    }

    @Test
    void ofCoreItKnowsNothingThatRunsCalls() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.toolgateway.execution..")
                        .or(resideInAPackage("io.toolgateway.approval.."))
                        .or(resideInAPackage("io.toolgateway.wire..")))
                .check(ALL);
    }

    @Test
    void nothingSleepsOrReadsTheWallClock() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(ALL);
    }

    @Test
    void everyPublicExceptionHasTheOneRoot() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(GatewayException.class)
                .allowEmptyShould(true)
                .check(ALL);
    }
}
