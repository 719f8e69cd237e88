package dev.bouncer.client;

/**
 * The API has refused the request and did nothing: it is wrong, or the API key may not do it. The same request will be refused
 * again.
 */
public final class RefusedException extends BouncerException {
    private static final long serialVersionUID = 1L;

    RefusedException(Problem problem) {
        super(problem.toString(), problem, null);
    }
}
