package io.toolgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.ToolResult;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stores write of a value is read back as that value, and nothing else is. */
@Tag("S3")
class StoredTextTest {

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind(EventType.values(), EventType::text, EventType::ofText),
                kind(ErrorKind.values(), ErrorKind::text, ErrorKind::ofText),
                kind(ProposalStatus.values(), ProposalStatus::text, ProposalStatus::ofText),
                kind(EffectState.values(), EffectState::text, EffectState::ofText),
                kind(ReasonCode.values(), ReasonCode::text, ReasonCode::ofText),
                kind(Resolution.Kind.values(), Resolution.Kind::text, Resolution.Kind::ofText),
                kind(Effect.values(), Effect::text, Effect::ofText),
                kind(ToolResult.Status.values(), ToolResult.Status::text, ToolResult.Status::ofText));
    }

    private static <E extends Enum<E>> Arguments kind(E[] values, Function<E, String> text, Function<String, E> of) {
        return Arguments.of(values[0].getDeclaringClass().getSimpleName(), values, text, of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    <E extends Enum<E>> void isReadBackAsWhatItWas(
            String name, E[] values, Function<E, String> text, Function<String, E> of) {
        for (E value : values) {
            assertThat(text.apply(value)).isEqualTo(value.name().toLowerCase(Locale.ROOT));
            assertThat(of.apply(text.apply(value))).isSameAs(value);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of.apply("anything"))
                .withMessageContaining("anything");
        assertThatIllegalArgumentException().isThrownBy(() -> of.apply(values[0].name()));
    }
}
