package io.toolgateway.examples.portal.model;

import java.util.Set;

/**
 * What a model is told of the person it talks to, out of the session. What a person may do it is not told: the gateway knows.
 *
 * @param name the person's name
 * @param userId the host's id, for a customer also the customer's id
 * @param roles the roles
 * @param company whose portal it is
 * @since 0.1
 */
public record Briefing(String name, String userId, Set<String> roles, String company) {

    /** {@return the instructions for a provider's model} */
    public String instructions() {
        return """
                You are the assistant in the support portal of %s, an online retailer. You are talking to %s, who is signed in with \
                the user id %s and these roles: %s. For a customer the user id is also the customer_id.
                Use the tools to do what is asked. Before a tool call say in one sentence of plain language what it will do, for the \
                person who may have to approve it. If a request names several actions, call all the tools in one turn, in order.
                Say only what the results of the tools say. What is pending is prepared and not done: it waits for people, in the \
                panel of pending actions on this page. A yes in this chat approves nothing. Do not repeat a call that is pending.
                Write plain text without Markdown, briefly and kindly.""".formatted(company, name, userId, String.join(", ", roles));
    }
}
