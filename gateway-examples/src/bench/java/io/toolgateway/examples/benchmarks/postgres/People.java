package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.caller.Caller;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** 50 tenants with 10 users each, and a reviewer in each. */
final class People {

    static final int TENANTS = 50;
    private static final int USERS = 10;

    private final List<String> tenants = IntStream.range(0, TENANTS)
            .mapToObj(i -> new UUID(0x7000, i).toString())
            .toList();
    private final List<Caller> agents = tenants.stream()
            .flatMap(tenant -> IntStream.range(0, USERS)
                    .mapToObj(i -> Caller.of(tenant, new UUID(0x7100, i).toString())
                            .withRoles("support_agent")))
            .toList();
    private final List<Caller> reviewers = tenants.stream()
            .map(tenant -> Caller.of(tenant, new UUID(0x7200, 0).toString()).withRoles("supervisor"))
            .toList();

    List<String> tenants() {
        return tenants;
    }

    Caller anyAgent() {
        return agents.get(ThreadLocalRandom.current().nextInt(agents.size()));
    }

    Caller agent(int number) {
        return agents.get(number % agents.size());
    }

    Caller reviewer(String tenant) {
        return reviewers.get(tenants.indexOf(tenant));
    }
}
