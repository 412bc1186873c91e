package io.toolgateway.testkit.simulation;

import io.toolgateway.Gateway;
import io.toolgateway.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Someone outside of the hosts, who outlives them: asks one, and another if there is no answer. */
abstract class Person {

    private static final int TRIES = 5;

    final World world;
    final String name;

    Person(World world, String name) {
        this.world = world;
        this.name = name;
    }

    /** The answer of some host; empty if none was given, however often it was tried. */
    <T> Optional<T> ask(Runnable lost, Function<Gateway, T> question) {
        for (int tries = 1; tries <= TRIES; tries++) {
            List<Host> hosts = world.liveHosts();
            if (!hosts.isEmpty()) {
                Optional<T> answer = askOne(world.dice().oneOf(hosts), question);
                if (answer.isPresent()) {
                    return answer;
                }
                lost.run();
            }
            world.rest(Duration.ofMillis(100), Duration.ofSeconds(3));
        }
        return Optional.empty();
    }

    private <T> Optional<T> askOne(Host host, Function<Gateway, T> question) {
        Actor me = Actor.current();
        me.host = host;
        try {
            T answer = question.apply(host.gateway());
            return host.isDead() ? Optional.empty() : Optional.of(answer);
        } catch (StoreException lost) {
            return Optional.empty();
        } catch (Gone gone) {
            if (!host.isDead() || world.isOver()) {
                throw gone;
            }
            world.trace().note(() -> "gets no answer: " + host.name() + " has died");
            return Optional.empty();
        } finally {
            me.host = null;
        }
    }
}
