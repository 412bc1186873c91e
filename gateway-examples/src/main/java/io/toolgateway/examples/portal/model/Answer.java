package io.toolgateway.examples.portal.model;

/**
 * What came of asking a model.
 *
 * @since 0.1
 */
public sealed interface Answer {

    /**
     * It answered.
     *
     * @param response the body of its response, in its provider's form
     */
    record Given(String response) implements Answer {}

    /**
     * It did not.
     *
     * @param why in words for the user
     */
    record Missing(String why) implements Answer {}
}
