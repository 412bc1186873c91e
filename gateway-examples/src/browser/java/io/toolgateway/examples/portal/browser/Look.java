package io.toolgateway.examples.portal.browser;

/** How a page is looked at: on which screen, and whether the person likes it dark. */
enum Look {
    DESKTOP_LIGHT(1280, 800, "light"),
    DESKTOP_DARK(1280, 800, "dark"),
    PHONE_LIGHT(390, 844, "light"),
    PHONE_DARK(390, 844, "dark"),
    /** A screen of 1280 points at 200 %. */
    ZOOMED(640, 400, "light"),
    NARROW(360, 640, "light");

    private final int width;
    private final int height;
    private final String scheme;

    Look(int width, int height, String scheme) {
        this.width = width;
        this.height = height;
        this.scheme = scheme;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    String scheme() {
        return scheme;
    }

    /** For the name of a file. */
    String label() {
        return width + "x" + height + "-" + scheme;
    }
}
