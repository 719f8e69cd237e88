package dev.bouncer.config;

import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.BeanDefinitionReference;
import io.micronaut.inject.QualifiedBeanType;

/** The beans of one process. */
public final class ProcessContext {
    private static final String OURS = "dev.bouncer.";

    private ProcessContext() {}

    /**
     * Makes the beans that the process's own package declares, and no other process's: where several run in one JVM, all of
     * them are on the class path.
     *
     * @param process a class in the process's package
     * @param config  a bean among them
     */
    public static ApplicationContext start(Class<?> process, BouncerConfig config) {
        String room = process.getPackageName() + '.';
        return ApplicationContext.builder().mainClass(process).deduceEnvironment(false).banner(false)
                .beansPredicate(bean -> !name(bean).startsWith(OURS) || name(bean).startsWith(room)).singletons(config)
                .start();
    }

    private static String name(QualifiedBeanType<?> bean) {
        return bean instanceof BeanDefinitionReference<?> reference
                ? reference.getBeanDefinitionName()
                : bean.getClass().getName();
    }
}
