package io.toolgateway.examples.portal.browser;

import java.util.List;

/** The banner and the panel of the library's component, whose own tree no selector of the page reaches. */
final class Panel {

    private static final String ROOT = """
            const root = document.querySelector('tool-gateway-approvals').shadowRoot;
            const all = (css) => [...root.querySelectorAll(css)].filter((e) => e.checkVisibility());
            const find = (css, text) => all(css).find((e) => e.textContent.includes(text));
            """;

    private final Browser browser;

    Panel(Browser browser) {
        this.browser = browser;
    }

    /** Waits for something that can be seen and has this text in it. */
    void see(String css, String text) {
        browser.until(ROOT + "return find(arguments[0], arguments[1]) !== undefined", css, text);
    }

    /** Waits until nothing of it can be seen. */
    void missAll(String css) {
        browser.until(ROOT + "return all(arguments[0]).length === 0", css);
    }

    void awaitCount(String css, int count) {
        browser.until(ROOT + "return all(arguments[0]).length === arguments[1]", css, count);
    }

    void press(String css, String text) {
        see(css, text);
        browser.run(ROOT + "find(arguments[0], arguments[1]).click()", css, text);
    }

    /** Puts the focus somewhere, as a tab key would. */
    void focus(String css, String text) {
        see(css, text);
        browser.run(ROOT + "find(arguments[0], arguments[1]).focus()", css, text);
    }

    /** A yes to what cannot be undone: what it is about is typed. */
    void sayYes(String word) {
        press("article .actions button", word);
        typeKeys();
        press("article form button", word);
    }

    /** Types what a form asks for before a yes to what cannot be undone. */
    void typeKeys() {
        see("article form .key", "");
        browser.run(ROOT + "all('article form .key').forEach((key) => "
                + "{ root.getElementById(key.closest('label').htmlFor).value = key.textContent; })");
    }

    void bringToView(String css, String text) {
        browser.run(ROOT + "find(arguments[0], arguments[1]).scrollIntoView({block: 'end'})", css, text);
    }

    Object run(String script, Object... arguments) {
        return browser.run(ROOT + script, arguments);
    }

    int count(String css) {
        return ((Number) run("return all(arguments[0]).length", css)).intValue();
    }

    /** The text of what has the focus, or its label's. */
    String focused() {
        return run("const at = root.activeElement; return at === null ? '' : at.labels?.[0]?.textContent || at.textContent")
                .toString();
    }

    List<?> ids() {
        return (List<?>) run("return all('.list > article').map((e) => e.dataset.id)");
    }
}
