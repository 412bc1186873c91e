package io.toolgateway.examples.supportdesk;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The customers' accounts. */
final class Accounts {

    /** One account: its fields by name; its version grows with every change. */
    record Account(String customer, Map<String, String> fields, int version) {

        String etag() {
            return customer + "/" + version;
        }
    }

    private final Map<String, Account> accounts = new HashMap<>();
    private final Consumer<String> journal;

    Accounts(Consumer<String> journal) {
        this.journal = journal;
    }

    synchronized void add(String customer, String email) {
        accounts.put(customer, new Account(customer, Map.of("email", email), 1));
    }

    synchronized Optional<Account> find(String customer) {
        return Optional.ofNullable(accounts.get(customer));
    }

    /** Sets fields of an account that is still as it was; false if it has changed, and then nothing is done. */
    synchronized boolean update(String customer, Map<String, String> fields, @Nullable String etag) {
        Account account = find(customer).orElseThrow();
        if (!account.etag().equals(etag)) {
            return false;
        }
        Map<String, String> changed = new TreeMap<>(account.fields());
        changed.putAll(fields);
        accounts.put(customer, new Account(customer, Map.copyOf(changed), account.version() + 1));
        journal.accept("updated the account of " + customer);
        return true;
    }
}
