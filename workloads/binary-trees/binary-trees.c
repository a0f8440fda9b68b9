#include "bench.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>

enum { MIN_DEPTH = 4, MAX_DEPTH = 40, MAX_LINES = (MAX_DEPTH - MIN_DEPTH) / 2 + 1 };

typedef struct node {
    struct node *left, *right;
} node;

static struct {
    int max_depth, lines;
    int64_t stretch_check, long_lived_check;
    struct {
        int depth;
        int64_t trees, check;
    } line[MAX_LINES];
} answer;

static node *bottom_up_tree(int depth)
{
    node *tree = malloc(sizeof *tree);
    if (tree == NULL)
        bench_out_of_memory();
    if (depth > 0) {
        tree->left = bottom_up_tree(depth - 1);
        tree->right = bottom_up_tree(depth - 1);
    } else {
        tree->left = tree->right = NULL;
    }
    return tree;
}

static int64_t item_check(const node *tree)
{
    if (tree->left == NULL)
        return 1;
    return 1 + item_check(tree->left) + item_check(tree->right);
}

static void delete_tree(node *tree)
{
    if (tree->left != NULL) {
        delete_tree(tree->left);
        delete_tree(tree->right);
    }
    free(tree);
}

static int64_t check_new_tree(int depth)
{
    node *tree = bottom_up_tree(depth);
    int64_t check = item_check(tree);
    delete_tree(tree);
    return check;
}

void workload_compute(long n)
{
    bench_require_range(n, 0, MAX_DEPTH);
    int max_depth = n < MIN_DEPTH + 2 ? MIN_DEPTH + 2 : (int)n;
    answer.max_depth = max_depth;
    answer.stretch_check = check_new_tree(max_depth + 1);

    node *long_lived_tree = bottom_up_tree(max_depth);
    answer.lines = 0;
    for (int depth = MIN_DEPTH; depth <= max_depth; depth += 2) {
        int64_t trees = (int64_t)1 << (max_depth - depth + MIN_DEPTH);
        int64_t check = 0;
        for (int64_t i = 0; i < trees; i++)
            check += check_new_tree(depth);
        answer.line[answer.lines].depth = depth;
        answer.line[answer.lines].trees = trees;
        answer.line[answer.lines].check = check;
        answer.lines++;
    }
    answer.long_lived_check = item_check(long_lived_tree);
    delete_tree(long_lived_tree);
}

void workload_print(FILE *out)
{
    fprintf(out, "stretch tree of depth %d\t check: %" PRId64 "\n", answer.max_depth + 1, answer.stretch_check);
    for (int i = 0; i < answer.lines; i++)
        fprintf(out, "%" PRId64 "\t trees of depth %d\t check: %" PRId64 "\n",
                answer.line[i].trees, answer.line[i].depth, answer.line[i].check);
    fprintf(out, "long lived tree of depth %d\t check: %" PRId64 "\n", answer.max_depth, answer.long_lived_check);
}
