package io.toolgateway.review;

import io.toolgateway.json.Json;
import io.toolgateway.policy.PermissionOffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A card as JSON; {@link ReviewCard#toJson} says which. */
final class CardJson {

    private CardJson() {}

    static String of(ReviewCard card) {
        ReviewCard.Waiting waiting = card.waiting();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", card.id().toString());
        members.put("hash", card.hash());
        members.put("status", waiting.phase().name().toLowerCase(Locale.ROOT));
        members.put("status_text", waiting.status());
        members.put("may", may(waiting.may()));
        members.put("awaited", waiting.awaited());
        members.put(
                "votes",
                each(
                        waiting.votes(),
                        vote -> object(
                                "reviewer", vote.reviewer(),
                                "stage", (long) vote.stage(),
                                "at", vote.at().toString(),
                                "note", text(vote.note()))));
        if (waiting.note() != null) {
            members.put("note", text(waiting.note()));
        }
        members.put("valid_until", waiting.validUntil().toString());
        members.put("seconds_left", waiting.left().toSeconds());
        members.put("time_left", LocalForm.left(waiting.left()));
        members.put("asked", asked(card.request()));
        members.put(
                "parked_by",
                object(
                        "rules", card.parkedBy().rules(),
                        "policy", card.parkedBy().policy(),
                        "version", card.parkedBy().version()));
        members.put("if_a_step_fails", card.ifAStepFails());
        members.put("references", card.references());
        members.put("steps", each(card.steps(), CardJson::step));
        return Json.write(members);
    }

    static String of(PermissionCard card) {
        return Json.write(object(
                "id", card.id().toString(),
                "tool", card.tool(),
                "for", card.user(),
                "by", card.grantedBy(),
                "note", text(card.note()),
                "terms",
                        each(
                                card.terms(),
                                term -> object(
                                        "argument", text(term.argument()),
                                        "words", term.words(),
                                        "value", text(term.value()))),
                "uses", card.uses(),
                "used", card.used(),
                "from", card.from().toString(),
                "until", card.until().toString(),
                "state", card.state().text(),
                "revoked_by", card.revokedBy()));
    }

    private static Map<String, @Nullable Object> may(ReviewCard.May may) {
        PermissionOffer permit = may.permit();
        return object(
                "approve", may.approve(),
                "reject", may.reject(),
                "edit", may.edit(),
                "withdraw", may.withdraw(),
                "own", may.isOwn(),
                "permit",
                        permit == null
                                ? null
                                : object(
                                        "most_uses", permit.mostUses(),
                                        "most_minutes", permit.longest().toMinutes()));
    }

    private static Map<String, @Nullable Object> asked(ReviewCard.Asked asked) {
        return object(
                "user", asked.user(),
                "through", asked.through(),
                "conversation", asked.conversation(),
                "request_id", asked.requestId(),
                "at", asked.at().toString(),
                "words", text(asked.words()),
                "untrusted_content", asked.untrustedContent(),
                "edited_by", asked.editedBy());
    }

    private static Map<String, @Nullable Object> step(ReviewStep step) {
        return object(
                "id", step.id().toString(),
                "number", (long) step.number(),
                "tool",
                        object(
                                "name", step.tool().name(),
                                "description", text(step.tool().description()),
                                "writes", step.tool().writes(),
                                "destructive", step.tool().destructive(),
                                "as_proposed", step.tool().asProposed()),
                "arguments", each(step.arguments(), CardJson::field),
                "facts", each(step.facts(), CardJson::field),
                "budgets",
                        each(
                                step.budgets(),
                                budget -> object(
                                        "name", budget.name(),
                                        "amount", budget.amount(),
                                        "limit", budget.limit(),
                                        "until", budget.until().toString())),
                "summary", summary(step.summary()),
                "preview", preview(step.preview()),
                "outcome", text(step.outcome()));
    }

    private static Map<String, @Nullable Object> field(ReviewField field) {
        ValueOrigin origin = field.origin();
        Map<String, @Nullable Object> members = object(
                "pointer", field.pointer(),
                "label", field.label(),
                "name", text(field.name()),
                "kind", field.kind().text(),
                "value", field.value().text(),
                "exact", field.exact(),
                "origin", origin == null ? null : origin(origin));
        members.putAll(about(field.value()));
        return members;
    }

    private static Map<String, @Nullable Object> origin(ValueOrigin origin) {
        return object(
                "kind", origin.kind().text(),
                "step", origin.step() == 0 ? null : (long) origin.step(),
                "text", origin.words());
    }

    private static @Nullable Map<String, @Nullable Object> summary(@Nullable ReviewSummary summary) {
        if (summary == null) {
            return null;
        }
        Map<String, @Nullable Object> members = object("written_by", "model");
        members.put("text", summary.text().text());
        members.putAll(about(summary.text()));
        members.put(
                "warnings",
                each(
                        summary.warnings(),
                        warning -> object(
                                "kind", warning.kind().text(),
                                "token", warning.token(),
                                "start", (long) warning.start(),
                                "end", (long) warning.end(),
                                "text", warning.kind().words())));
        return members;
    }

    private static @Nullable Map<String, @Nullable Object> preview(ReviewStep.@Nullable ShownPreview preview) {
        return preview == null
                ? null
                : object(
                        "rows",
                        each(
                                preview.rows(),
                                row -> object(
                                        "label", text(row.label()),
                                        "before", text(row.before()),
                                        "after", text(row.after()))),
                        "unavailable",
                        preview.unavailable());
    }

    private static @Nullable Map<String, @Nullable Object> text(@Nullable ShownText text) {
        if (text == null) {
            return null;
        }
        Map<String, @Nullable Object> members = object("text", text.text());
        members.putAll(about(text));
        return members;
    }

    private static Map<String, @Nullable Object> about(ShownText text) {
        return object(
                "flags", each(text.flags(), TextFlag::text),
                "length", (long) text.length(),
                "sha256", text.sha256());
    }

    private static <T> List<@Nullable Object> each(Iterable<T> all, Function<T, Object> form) {
        List<@Nullable Object> list = new ArrayList<>();
        all.forEach(one -> list.add(form.apply(one)));
        return list;
    }

    /** Names and values in turn; what is null is left out. */
    private static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
            }
        }
        return members;
    }
}
