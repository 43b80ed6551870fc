import { dateOf, dayOf, partsOf } from './calendar.ts'

/** Questions about the demo data that a newcomer is invited to ask. */
export const sampleDataQuestions = [
  'How many customers are there in each region?',
  'What are the top 5 products by revenue?',
  'Which stores had more than 150 orders?',
] as const

/** A question that the demo documents answer. */
export const sampleDocumentQuestion = 'How many days do I have to return something?'

/** A question as people ask it, and SQL that answers it; the SQL means the same in SQLite and PostgreSQL. */
export interface DemoQuestion {
  question: string
  sql: string
}

/** Questions over the demo database that was made on `today` (`YYYY-MM-DD`), from easy to hard. */
export function demoQuestions(today: string): DemoQuestion[] {
  const { year } = partsOf(dayOf(today))
  const yearAgo = dateOf(dayOf(today) - 365)
  return [
    { question: 'How many customers do we have?', sql: 'SELECT COUNT(*) FROM customers' },
    {
      question: 'How many customers are there in each region?',
      sql: `SELECT r.name, COUNT(*) FROM customers c JOIN regions r ON r.region_id = c.region_id GROUP BY r.name`,
    },
    {
      question: 'What are the top 5 products by revenue?',
      sql: `SELECT p.name, SUM(l.line_total) AS revenue FROM order_lines l JOIN products p ON p.product_id = l.product_id
            GROUP BY p.name ORDER BY revenue DESC LIMIT 5`,
    },
    {
      question: 'Which stores had more than 150 orders?',
      sql: `SELECT s.name, COUNT(*) AS orders FROM orders o JOIN stores s ON s.store_id = o.store_id
            GROUP BY s.name HAVING COUNT(*) > 150`,
    },
    { question: 'What is the average order value?', sql: 'SELECT AVG(total_amount) FROM orders' },
    {
      question: 'What was the average order value per month in the last year?',
      sql: `SELECT substr(CAST(ordered_at AS text), 1, 7) AS month, AVG(total_amount) FROM orders
            WHERE ordered_at >= '${yearAgo}' GROUP BY 1 ORDER BY 1`,
    },
    {
      question: 'How many customers have never placed an order?',
      sql: `SELECT COUNT(*) FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id)`,
    },
    {
      question: 'Who reports to Lieke Terpstra?',
      sql: `SELECT e.first_name, e.last_name FROM employees e JOIN employees m ON m.employee_id = e.manager_id
            WHERE m.first_name = 'Lieke' AND m.last_name = 'Terpstra'`,
    },
    {
      question: 'What is the return rate per category?',
      sql: `SELECT c.name, 1.0 * COUNT(r.return_id) / COUNT(*) AS return_rate FROM order_lines l
            JOIN products p ON p.product_id = l.product_id JOIN categories c ON c.category_id = p.category_id
            LEFT JOIN returns r ON r.order_line_id = l.order_line_id GROUP BY c.name`,
    },
    {
      question: 'List the products that cost more than 500 euros.',
      sql: 'SELECT name FROM products WHERE unit_price > 500',
    },
    {
      question: 'How many orders were cancelled?',
      sql: `SELECT COUNT(*) FROM orders WHERE status = 'cancelled'`,
    },
    {
      question: 'Which supplier has the longest lead time?',
      sql: 'SELECT name FROM suppliers ORDER BY lead_time_days DESC LIMIT 1',
    },
    {
      question: 'How many Gold customers live in Germany?',
      sql: `SELECT COUNT(*) FROM customers WHERE loyalty_tier = 'Gold' AND country = 'Germany'`,
    },
    {
      question: 'What is the average salary in each department?',
      sql: `SELECT d.name, AVG(e.salary) FROM employees e JOIN departments d ON d.department_id = e.department_id GROUP BY d.name`,
    },
    {
      question: `How many orders were placed in ${year - 1}?`,
      sql: `SELECT COUNT(*) FROM orders WHERE ordered_at >= '${year - 1}-01-01' AND ordered_at < '${year}-01-01'`,
    },
    {
      question: 'How many orders came in through each channel?',
      sql: 'SELECT channel, COUNT(*) FROM orders GROUP BY channel',
    },
    {
      question: 'Which customer has spent the most?',
      sql: `SELECT c.first_name, c.last_name FROM customers c JOIN orders o ON o.customer_id = c.customer_id
            GROUP BY c.customer_id, c.first_name, c.last_name ORDER BY SUM(o.total_amount) DESC LIMIT 1`,
    },
    {
      question: 'Show the number of returns by reason, most frequent first.',
      sql: 'SELECT reason, COUNT(*) AS returns FROM returns GROUP BY reason ORDER BY returns DESC',
    },
    {
      question: 'Which products have never been returned?',
      sql: `SELECT name FROM products WHERE product_id NOT IN (SELECT l.product_id FROM order_lines l
            JOIN returns r ON r.order_line_id = l.order_line_id)`,
    },
    {
      question: 'How many different products did we sell in the Footwear category?',
      sql: `SELECT COUNT(DISTINCT l.product_id) FROM order_lines l JOIN products p ON p.product_id = l.product_id
            JOIN categories c ON c.category_id = p.category_id JOIN categories top ON top.category_id = c.parent_id
            WHERE top.name = 'Footwear'`,
    },
    {
      question: 'Which store managers earn more than 50000 euros?',
      sql: `SELECT first_name, last_name FROM employees WHERE job_title = 'Store Manager' AND salary > 50000`,
    },
    {
      question: 'Which open stores have no stock of the Sallow 2-Person Tent?',
      sql: `SELECT s.name FROM stores s WHERE s.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM inventory i
            JOIN products p ON p.product_id = i.product_id
            WHERE i.store_id = s.store_id AND p.name = 'Sallow 2-Person Tent' AND i.quantity > 0)`,
    },
    {
      question: 'How many orders have not been paid, leaving out cancelled ones?',
      sql: `SELECT COUNT(*) FROM orders o WHERE o.status <> 'cancelled'
            AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.order_id)`,
    },
  ]
}
