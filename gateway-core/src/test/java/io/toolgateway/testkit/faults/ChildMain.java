package io.toolgateway.testkit.faults;

import io.toolgateway.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker or a client in a process of its own. It ends when its standard input does, so that it never outlives its parent. */
public final class ChildMain {

    static final String READY = "ready";
    static final String PREFIX = "child.";
    private static final int WORKER_THREADS = 2;
    private static final int CLIENT_THREADS = 3;

    private ChildMain() {}

    /** Runs until the input ends, or a client has made its calls. */
    public static void main(String[] arguments) throws Exception {
        StoreOpener opener =
                (StoreOpener) Class.forName(property("opener")).getConstructor().newInstance();
        Path folder = Path.of(property("folder"));
        String name = property("name");
        Tripwire tripwire = tripwire();
        try (EffectFile effects = new EffectFile(Campaign.effects(folder));
                AnswerFile answers = new AnswerFile(Campaign.answers(folder));
                StoreOpener.Opened opened = opener.open(property("address"), tripwire)) {
            Failpoint.Role role = Failpoint.Role.valueOf(property("role"));
            Gateway gateway = new Workshop(effects, name, tripwire).gateway(opened.store(), WORKER_THREADS, role);
            if (role == Failpoint.Role.WORKER) {
                work(gateway);
            } else {
                propose(new Client(name, gateway, answers));
            }
        }
        // Threads of the store or of a handler must not keep this process.
        System.exit(0);
    }

    private static Tripwire tripwire() {
        String failpoint = System.getProperty(PREFIX + "failpoint");
        return failpoint == null
                ? Tripwire.NONE
                : Tripwire.at(Failpoint.valueOf(failpoint), Integer.parseInt(property("hit")));
    }

    private static void work(Gateway gateway) {
        gateway.executor().start();
        System.out.println(READY);
        awaitEndOfInput();
        gateway.close();
    }

    private static void propose(Client client) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(Integer.parseInt(property("from")));
        int end = Integer.parseInt(property("to"));
        Thread[] threads = new Thread[CLIENT_THREADS];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                int number = next.getAndIncrement();
                while (number < end) {
                    client.call(number);
                    number = next.getAndIncrement();
                }
            });
            threads[i].start();
        }
        Thread parent = new Thread(ChildMain::haltWithParent);
        parent.setDaemon(true);
        parent.start();
        System.out.println(READY);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void haltWithParent() {
        awaitEndOfInput();
        Runtime.getRuntime().halt(1);
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException closed) {
            // That is an end, too.
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(PREFIX + name), name);
    }
}
