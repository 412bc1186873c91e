package io.toolgateway.examples.portal.model;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers from a recording, in Anthropic's form, for the requests of the demonstration; nothing leaves the machine. It plays the
 * model's part only: which tool to call, with what, and what to say of the result. What may be done the gateway decides, as for any
 * other model.
 *
 * @since 0.1
 */
public final class RecordedModel implements Model {

    private static final Set<String> STAFF = Set.of("support_agent", "supervisor");
    private static final String ONLY_PLAN = "annual_pro";

    private final Recordings recordings = Recordings.load();
    private final SecureRandom random = new SecureRandom();

    @Override
    public String name() {
        return "Recorded answers";
    }

    @Override
    public String origin() {
        return "The assistant plays recorded model answers. The gateway, its rules and the tools are real; nothing leaves this machine.";
    }

    @Override
    public Provider provider() {
        return Provider.ANTHROPIC;
    }

    @Override
    public Answer answer(Briefing briefing, List<String> messages, String tools) {
        Told told = Told.of(messages);
        List<Map<String, @Nullable Object>> content = told.isUser()
                ? toUser(Heard.of(told.text()), briefing)
                : List.of(text((told.isLate() ? recordings.late(told.results()) : recordings.results(told.results()))));
        boolean calls = content.stream().anyMatch(block -> "tool_use".equals(block.get("type")));
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("id", "msg_" + randomHex());
        response.put("type", "message");
        response.put("role", "assistant");
        response.put("model", "recorded");
        response.put("content", content);
        response.put("stop_reason", calls ? "tool_use" : "end_turn");
        return new Answer.Given(Json.write(response));
    }

    private List<Map<String, @Nullable Object>> toUser(Heard heard, Briefing briefing) {
        boolean isStaff = briefing.roles().stream().anyMatch(STAFF::contains);
        return switch (heard.wish()) {
            case CANCEL -> cancel(heard, briefing, isStaff);
            case REFUND -> heard.orders().isEmpty() ? words("which_order") : refund(heard);
            case TICKET -> heard.orders().isEmpty() ? words("which_order") : ticket(heard);
            case EMAIL -> heard.address().isEmpty() ? words("which_address") : email(heard, briefing, isStaff);
            case STOCK ->
                heard.sku().isEmpty()
                        ? words("which_product")
                        : call("stock", Map.of("sku", heard.sku().get()));
            case STATUS -> heard.orders().isEmpty() ? words("which_order") : status(heard);
            case YES -> words("yes");
            case GREETING -> words("greeting");
            case OTHER -> words("unknown");
        };
    }

    private List<Map<String, @Nullable Object>> cancel(Heard heard, Briefing briefing, boolean isStaff) {
        String customer = heard.customer().orElse(isStaff ? null : briefing.userId());
        if (customer == null) {
            return words("which_customer");
        }
        String name = customer.equals("cust_acme") ? "Acme Corp" : "customer " + customer;
        return call("cancel", Map.of("customer_id", customer, "customer_name", name, "plan_id", ONLY_PLAN));
    }

    /** A call for each order, after a look at the first one if that was asked for: one turn. */
    private List<Map<String, @Nullable Object>> refund(Heard heard) {
        List<String> orders = heard.orders();
        BigDecimal amount = orders.size() == 1 ? heard.amount().orElse(null) : null;
        String what = amount == null
                ? "the whole total of " + String.join(" and of ", orders)
                : amount.toPlainString() + " dollars of " + orders.get(0);
        List<Map<String, @Nullable Object>> content = new ArrayList<>();
        content.add(text(Recordings.filled(recordings.intro("refund"), Map.of("what", what))));
        if (heard.asksToLookFirst()) {
            content.add(toolUse("status", Map.of("order_id", orders.get(0), "include_tracking", false)));
        }
        for (String order : orders) {
            Map<String, Object> slots = new LinkedHashMap<>(Map.of("order_id", order, "reason", reason(heard)));
            if (amount != null) {
                slots.put("amount", Json.number(amount));
            }
            content.add(toolUse("refund", slots));
        }
        return content;
    }

    private static String reason(Heard heard) {
        if (heard.mentions("broken", "defect", "damaged", "faulty", "does not work")) {
            return "defective";
        } else if (heard.mentions("wrong")) {
            return "wrong_item";
        }
        return heard.mentions("late", "delay") ? "late_delivery" : "customer_request";
    }

    private List<Map<String, @Nullable Object>> status(Heard heard) {
        boolean tracking = heard.mentions("track");
        List<Map<String, @Nullable Object>> content = new ArrayList<>();
        content.add(text(
                Recordings.filled(recordings.intro("status"), Map.of("orders", String.join(" and ", heard.orders())))));
        heard.orders()
                .forEach(order ->
                        content.add(toolUse("status", Map.of("order_id", order, "include_tracking", tracking))));
        return content;
    }

    private List<Map<String, @Nullable Object>> ticket(Heard heard) {
        String issue = heard.mentions("refund", "money")
                ? "refund_request"
                : heard.mentions("arriv", "deliver", "ship", "late") ? "delivery" : "other";
        String words = heard.text().length() > 1_000 ? heard.text().substring(0, 1_000) : heard.text();
        return call("ticket", Map.of("order_id", heard.orders().get(0), "issue_type", issue, "description", words));
    }

    private List<Map<String, @Nullable Object>> email(Heard heard, Briefing briefing, boolean isStaff) {
        String customer = heard.customer().orElse(isStaff ? null : briefing.userId());
        return customer == null
                ? words("which_customer")
                : call(
                        "email",
                        Map.of("customer_id", customer, "email", heard.address().orElseThrow()));
    }

    private List<Map<String, @Nullable Object>> call(String recording, Map<String, Object> slots) {
        return List.of(text(Recordings.filled(recordings.intro(recording), slots)), toolUse(recording, slots));
    }

    private Map<String, @Nullable Object> toolUse(String recording, Map<String, Object> slots) {
        return recordings.toolUse(recording, "toolu_" + randomHex(), slots);
    }

    private List<Map<String, @Nullable Object>> words(String recording) {
        return List.of(text(recordings.words(recording)));
    }

    private static Map<String, @Nullable Object> text(String text) {
        Map<String, @Nullable Object> block = new LinkedHashMap<>();
        block.put("type", "text");
        block.put("text", Objects.requireNonNull(text));
        return block;
    }

    /** In no two answers the same, as providers do it. */
    private String randomHex() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
