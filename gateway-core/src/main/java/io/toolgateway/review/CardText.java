package io.toolgateway.review;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A card as text; {@link ReviewCard#toText} says how. Confined to one thread. */
final class CardText {

    private static final ZoneId UTC = ZoneOffset.UTC;

    private final StringBuilder out = new StringBuilder(1_000);
    private final LocalForm readable = new LocalForm(Locale.ROOT, UTC);

    private CardText() {}

    static String of(ReviewCard card) {
        CardText text = new CardText();
        text.head(card);
        card.steps().forEach(step -> text.step(step, card.isChain()));
        text.whole(card);
        text.circumstances(card);
        return text.out.toString();
    }

    private void head(ReviewCard card) {
        String what = card.isChain()
                ? card.steps().size() + " calls, decided as one"
                : card.steps().get(0).tool().name();
        line(what + ": " + card.waiting().status());
    }

    private void step(ReviewStep step, boolean inChain) {
        ReviewStep.CalledTool tool = step.tool();
        if (inChain) {
            line("");
            line("Step " + step.number() + ": " + tool.name());
        }
        if (!tool.description().text().isEmpty()) {
            line(tool.description().text());
        }
        line((tool.writes() ? "Changes something" : "Only reads")
                + (tool.destructive() ? "; DESTROYS OR CANNOT BE UNDONE." : "."));
        if (!tool.asProposed()) {
            line("THE TOOL HAS CHANGED SINCE: this call will not be run.");
        }
        fields("What will run:", step.arguments());
        if (step.arguments().isEmpty()) {
            line("");
            line("What will run: it has no arguments.");
        }
        fields("What it was proposed on, and has to be the same when it starts:", step.facts());
        preview(step.preview());
        budgets(step.budgets());
        summary(step.summary());
        ShownText outcome = step.outcome();
        if (outcome != null) {
            line("");
            line("What became of it, in the tool's words:");
            line("  \"" + outcome.text() + "\"" + about(outcome));
        }
    }

    private void fields(String title, List<ReviewField> fields) {
        if (fields.isEmpty()) {
            return;
        }
        line("");
        line(title);
        for (ReviewField field : fields) {
            ShownText value = field.value();
            List<String> notes = new ArrayList<>();
            if (field.exact() != null && field.kind() != FieldKind.FLAG) {
                notes.add("exactly " + field.exact());
            }
            if (field.origin() != null) {
                notes.add(field.origin().words());
            }
            notes.addAll(notes(value));
            if (!field.name().flags().isEmpty()) {
                notes.add("its name has " + words(field.name()));
            }
            line("  " + field.label() + ": " + value.text() + marked(notes));
        }
    }

    private void preview(ReviewStep.@Nullable ShownPreview preview) {
        if (preview == null) {
            return;
        }
        line("");
        if (preview.unavailable() != null) {
            line("What it would change: no preview could be had, " + preview.unavailable() + ".");
            return;
        }
        line("What it would change:");
        preview.rows()
                .forEach(row ->
                        line("  " + row.label().text() + ": " + row.before().text() + about(row.before()) + " → "
                                + row.after().text() + about(row.after())));
        if (preview.rows().isEmpty()) {
            line("  nothing that could be shown");
        }
    }

    private void budgets(List<ReviewStep.TakenBudget> budgets) {
        if (budgets.isEmpty()) {
            return;
        }
        line("");
        line("What it takes out of budgets:");
        budgets.forEach(budget -> line("  " + budget.name() + ": " + budget.amount() + " of " + budget.limit()
                + ", until " + readable.moment(budget.until())));
    }

    private void summary(@Nullable ReviewSummary summary) {
        if (summary == null) {
            return;
        }
        line("");
        line("What the model says of it (written by the model, and not checked beyond what is marked):");
        line("  \"" + summary.text().text() + "\"" + about(summary.text()));
        summary.warnings()
                .forEach(warning -> line("  BEWARE: " + warning.token() + " "
                        + Hidden.mark(warning.kind().words())));
    }

    private void whole(ReviewCard card) {
        if (card.ifAStepFails().isEmpty() && card.references().isEmpty()) {
            return;
        }
        line("");
        card.references().forEach(this::line);
        if (!card.ifAStepFails().isEmpty()) {
            line(card.ifAStepFails());
        }
    }

    private void circumstances(ReviewCard card) {
        ReviewCard.Asked asked = card.request();
        ReviewCard.Waiting waiting = card.waiting();
        ReviewCard.ParkedBy parkedBy = card.parkedBy();
        line("");
        line("Asked by: " + asked.user() + (asked.through() == null ? "" : ", through " + asked.through()));
        if (asked.editedBy() != null) {
            line("Edited by: " + asked.editedBy() + "; it is not what the model proposed.");
        }
        line("Asked at: " + readable.moment(asked.at()));
        if (asked.conversation() != null) {
            line("Conversation: " + asked.conversation());
        }
        if (asked.words() != null) {
            line("The user wrote: " + asked.words().text() + about(asked.words()));
        }
        if (asked.untrustedContent()) {
            line("BEWARE: text of strangers was in the conversation.");
        }
        line("Parked by: " + String.join(", ", parkedBy.rules()) + " (policy " + parkedBy.policy() + ", version "
                + parkedBy.version() + ")");
        for (ReviewCard.Yes vote : waiting.votes()) {
            line("Approved by: " + vote.reviewer() + ", " + readable.moment(vote.at()) + quoted(vote.note()));
        }
        if (waiting.note() != null) {
            line("Note:" + quoted(waiting.note()));
        }
        if (!waiting.awaited().isEmpty()) {
            line("Awaited: " + String.join(", then ", waiting.awaited()));
        }
        line("Valid until: " + readable.moment(waiting.validUntil()) + ", time left: "
                + LocalForm.left(waiting.left()));
        line("Proposal: " + card.id() + ", hash " + card.hash());
    }

    private static String quoted(@Nullable ShownText note) {
        return note == null ? "" : " \"" + note.text() + "\"" + about(note);
    }

    private static String about(ShownText text) {
        return marked(notes(text));
    }

    private static List<String> notes(ShownText text) {
        List<String> notes = new ArrayList<>();
        if (text.isCut()) {
            notes.add((text.length() == 0 ? "" : text.length() + " characters, ") + "SHA-256 " + text.sha256());
        }
        String words = words(text);
        if (!words.isEmpty()) {
            notes.add("beware: " + words);
        }
        return notes;
    }

    private static String words(ShownText text) {
        return text.flags().stream()
                .filter(flag -> flag != TextFlag.CUT)
                .map(TextFlag::words)
                .collect(Collectors.joining(", "));
    }

    private static String marked(List<String> notes) {
        return notes.isEmpty() ? "" : " " + Hidden.mark(String.join("; ", notes));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
