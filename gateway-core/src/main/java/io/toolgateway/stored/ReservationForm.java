package io.toolgateway.stored;

import io.toolgateway.json.Json;
import io.toolgateway.policy.Reservation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a proposal takes out of budgets, as JSON. Amounts are texts: no reader may round them. */
final class ReservationForm {

    private ReservationForm() {}

    /** Null where nothing is taken, as for most. */
    static @Nullable List<@Nullable Object> of(List<Reservation> reservations) {
        if (reservations.isEmpty()) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>(reservations.size());
        for (Reservation one : reservations) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("key", one.key());
            json.put("amount", one.amount().toString());
            json.put("limit", one.limit().toString());
            json.put("until", one.until().toString());
            list.add(json);
        }
        return list;
    }

    static List<Reservation> reservations(@Nullable Object stored) {
        if (stored == null) {
            return List.of();
        }
        if (!(stored instanceof List<?> list)) {
            throw Members.damaged("reserved is no list");
        }
        return Json.asArray(list).stream()
                .map(Members::of)
                .map(ReservationForm::reservation)
                .toList();
    }

    private static Reservation reservation(Members json) {
        return new Reservation(
                json.text("key"),
                new BigDecimal(json.text("amount")),
                new BigDecimal(json.text("limit")),
                Instant.parse(json.text("until")));
    }
}
