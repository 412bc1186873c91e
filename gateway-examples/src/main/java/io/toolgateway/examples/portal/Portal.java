package io.toolgateway.examples.portal;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.CallerDirectory;
import io.toolgateway.examples.portal.chat.Chats;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.examples.portal.web.Assets;
import io.toolgateway.examples.portal.web.Session;
import io.toolgateway.examples.portal.web.Sessions;
import io.toolgateway.examples.portal.web.WebReply;
import io.toolgateway.examples.portal.web.WebRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which request is answered by what. A GET changes nothing but that a browser gets a session; a POST has to carry the token of its
 * session; and all but sign-in asks for somebody who has signed in.
 */
final class Portal {

    /** Where the token of a POST stands. */
    static final String TOKEN = "x-csrf-token";

    private static final String REVIEW = "/api/review/";
    private static final String SESSION = "/api/session";
    private static final String CHAT = "/api/chat";
    private static final int LONGEST_TEXT = 2_000;
    private static final int LONGEST_ID = 100;

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final CallerDirectory directory;
    private final Sessions sessions;
    private final Assets assets;
    private final Chats chats;
    private final Model model;
    private final ReviewEndpoint review;
    private final @Nullable String component;
    private final String cookie;

    /** The cookie is the name of the one that says which session it is; the component a script of the page's, or null. */
    Portal(
            List<Person> people,
            CallerDirectory directory,
            Sessions sessions,
            Assets assets,
            Chats chats,
            Model model,
            ReviewEndpoint review,
            @Nullable String component,
            String cookie) {
        people.forEach(person -> this.people.put(person.key(), person));
        this.directory = directory;
        this.sessions = sessions;
        this.assets = assets;
        this.chats = chats;
        this.model = model;
        this.review = review;
        this.component = component;
        this.cookie = cookie;
    }

    WebReply answer(WebRequest request) {
        if (!request.path().startsWith("/api/")) {
            return assets.find(request).orElseGet(WebReply::notFound);
        }
        Optional<Session> known = request.cookie(cookie).flatMap(sessions::find);
        if (known.isEmpty() && request.path().equals(SESSION) && !request.isPost()) {
            Session begun = sessions.begin();
            return withCookie(session(begun), begun);
        } else if (known.isEmpty()) {
            return WebReply.refused(401, "no_session", "Your session has ended. Load the page again.");
        }
        Session session = known.get();
        if (request.isPost() && !session.hasToken(request.header(TOKEN))) {
            return WebReply.refused(
                    403, "no_token", "The token of the session is missing or wrong. Load the page again.");
        }
        if (request.path().startsWith(SESSION)) {
            return session(request, session);
        }
        Person person = people.get(Objects.toString(session.user(), ""));
        Caller caller = person == null ? null : now(person, request);
        if (person == null || caller == null) {
            return WebReply.refused(401, "not_signed_in", "Sign in first.");
        }
        return request.path().startsWith(REVIEW) ? review(request, caller) : chat(request, person, caller);
    }

    /** As the directory knows them, at the address they come from; null if it no longer does. */
    private @Nullable Caller now(Person person, WebRequest request) {
        return directory
                .find(person.caller().tenant(), person.caller().userId())
                .map(known -> known.at(request.remoteAddress()))
                .orElse(null);
    }

    private WebReply review(WebRequest request, Caller caller) {
        ReviewEndpoint.Reply reply = review.handle(
                new ReviewEndpoint.Request(
                        request.method(), request.path().substring(REVIEW.length()), request.query(), request.body()),
                caller);
        return reply.body().isEmpty()
                ? WebReply.empty(reply.status())
                : WebReply.jsonText(reply.status(), reply.body());
    }

    private WebReply session(WebRequest request, Session session) {
        if (!request.isPost()) {
            return request.path().equals(SESSION) ? session(session) : WebReply.notFound();
        }
        return switch (request.path()) {
            case SESSION -> {
                String key = text(request, "person");
                if (!people.containsKey(key)) {
                    yield WebReply.refused(400, "unknown_person", "There is no such person.");
                }
                Session signedIn = sessions.signIn(session, key);
                yield withCookie(session(signedIn), signedIn);
            }
            case SESSION + "/end" -> {
                sessions.end(session);
                Session begun = sessions.begin();
                yield withCookie(session(begun), begun);
            }
            default -> WebReply.notFound();
        };
    }

    /** What a page has to know: who it is for, and what its POSTs have to carry. */
    private WebReply session(Session session) {
        Person person = people.get(Objects.toString(session.user(), ""));
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("token", session.token());
        told.put("person", person == null ? null : told(person));
        told.put("people", people.values().stream().map(Portal::told).toList());
        told.put("assistant", Map.of("name", model.name(), "origin", model.origin()));
        told.put("component", component);
        return WebReply.json(200, told);
    }

    private static Map<String, Object> told(Person person) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("key", person.key());
        told.put("name", person.name());
        told.put("title", person.title());
        told.put("company", person.company());
        told.put("may", person.may());
        told.put("suggestions", person.suggestions());
        return told;
    }

    private WebReply withCookie(WebReply reply, Session session) {
        return reply.with("Set-Cookie", cookie + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Strict");
    }

    private WebReply chat(WebRequest request, Person person, Caller caller) {
        if (request.path().equals(CHAT) && !request.isPost()) {
            return lines(request, person, caller);
        } else if (request.path().equals(CHAT)) {
            return say(request, person, caller);
        } else if (request.path().equals(CHAT + "/new") && request.isPost()) {
            chats.beginAnew(caller);
            return WebReply.empty(204);
        }
        return WebReply.notFound();
    }

    private WebReply lines(WebRequest request, Person person, Caller caller) {
        String after = request.query().getOrDefault("after", "0");
        if (!after.matches("[0-9]{1,6}")) {
            return WebReply.refused(400, "invalid", "The parameter after is the number of a line.");
        }
        return chats.since(
                        caller,
                        person.name(),
                        Integer.parseInt(after),
                        request.query().get("seen"))
                .map(lines -> {
                    Map<String, Object> told = new LinkedHashMap<>(lines);
                    told.put("person", person.key()); // a page that was for somebody else notices it
                    return WebReply.json(200, told);
                })
                .orElseGet(() -> WebReply.empty(204));
    }

    private WebReply say(WebRequest request, Person person, Caller caller) {
        String id = text(request, "id");
        String text = text(request, "text").strip();
        if (id.isBlank() || id.length() > LONGEST_ID || text.isEmpty() || text.length() > LONGEST_TEXT) {
            return WebReply.refused(
                    400, "invalid", "A message has an id and a text, of 1 to " + LONGEST_TEXT + " characters.");
        }
        return chats.say(caller, person.name(), id, text)
                .map(why -> WebReply.refused(429, "not_taken", why))
                .orElseGet(() -> WebReply.empty(202));
    }

    /** A text of the body; empty if there is none. */
    private static String text(WebRequest request, String member) {
        return request.json()
                .map(members -> members.get(member))
                .filter(String.class::isInstance)
                .map(Object::toString)
                .orElse("");
    }
}
